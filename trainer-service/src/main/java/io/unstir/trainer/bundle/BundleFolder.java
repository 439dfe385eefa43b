package io.unstir.trainer.bundle;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.unstir.proto.v1.BundleFile;
import io.unstir.proto.v1.BundleManifest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;

/** A bundle's folder in the making; it appears whole or not at all. */
record BundleFolder(Path folder) {

    /**
     * @param contents bytes by path
     * @param manifest made of the entries of those files
     * @throws BundleException when the folder exists already or can't be written
     */
    Bundle write(SortedMap<String, byte[]> contents, Function<List<BundleFile>, BundleManifest> manifest) {
        Path target = folder.toAbsolutePath();
        if (Files.exists(target)) {
            throw new BundleException("The bundle's folder " + folder.getFileName() + " exists already");
        }
        try {
            Files.createDirectories(target.getParent());
            Path partial = Files.createTempDirectory(target.getParent(), target.getFileName() + ".partial");
            try {
                BundleManifest made = manifest.apply(files(contents, partial));
                byte[] json = json(made);
                write(partial.resolve(Bundle.MANIFEST), json);
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
                return new Bundle(target, made, Sha256.of(json));
            } finally {
                remove(partial);
            }
        } catch (IOException e) {
            throw new BundleException("The bundle " + folder.getFileName() + " could not be written", e);
        }
    }

    private static List<BundleFile> files(SortedMap<String, byte[]> contents, Path folder) throws IOException {
        var files = new ArrayList<BundleFile>();
        for (var content : contents.entrySet()) {
            Path file = folder.resolve(content.getKey());
            Files.createDirectories(file.getParent());
            write(file, content.getValue());
            files.add(BundleFile.newBuilder()
                    .setPath(content.getKey())
                    .setSha256(Sha256.of(content.getValue()))
                    .setSizeBytes(content.getValue().length)
                    .build());
        }
        return files;
    }

    private static byte[] json(BundleManifest manifest) throws InvalidProtocolBufferException {
        String text = JsonFormat.printer()
                .preservingProtoFieldNames()
                .sortingMapKeys()
                .print(manifest);
        return (text.replace("\r\n", "\n") + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
