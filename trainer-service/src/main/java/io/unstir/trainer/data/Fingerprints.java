package io.unstir.trainer.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of a data set, read once for their SHA-256.
 *
 * @param digests lower-case hex by name
 * @param unreadable why, by name
 */
record Fingerprints(Map<String, String> digests, Map<String, String> unreadable) {
    Fingerprints {
        digests = Map.copyOf(digests);
        unreadable = Map.copyOf(unreadable);
    }

    static Fingerprints of(List<Item> items) {
        var files = new TreeMap<String, Path>();
        items.forEach(item -> files.put(item.name(), item.file()));
        var digests = new ConcurrentHashMap<String, String>();
        var unreadable = new ConcurrentHashMap<String, String>();
        files.entrySet().parallelStream().forEach(file -> {
            try {
                digests.put(file.getKey(), of(Files.readAllBytes(file.getValue())));
            } catch (IOException e) {
                unreadable.put(file.getKey(), reason(e));
            }
        });
        return new Fingerprints(digests, unreadable);
    }

    static String of(byte[] bytes) {
        return HexFormat.of().formatHex(Digest.of(bytes));
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "missing" : "unreadable: " + e.getMessage();
    }
}
