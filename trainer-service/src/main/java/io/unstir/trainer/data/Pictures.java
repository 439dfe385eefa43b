package io.unstir.trainer.data;

import io.unstir.trainer.config.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Decoded pictures, one block of {@code [channels, size, size]} for every different file, in the order of the files' digests.
 */
record Pictures(BlockFile blocks, Map<String, Integer> places) {

    /** @param done told how many more pictures are there; {@link #different} of them in all */
    static Pictures load(
            List<Item> items,
            Fingerprints fingerprints,
            TrainingConfig.Data config,
            DataCache cache,
            IntConsumer done) {
        List<String> digests = different(fingerprints);
        var places = new HashMap<String, Integer>();
        digests.forEach(digest -> places.put(digest, places.size()));
        Path[] files = new Path[digests.size()];
        for (Item item : items) {
            Optional.ofNullable(fingerprints.digests().get(item.name()))
                    .ifPresent(digest -> files[places.get(digest)] = item.file());
        }
        var decoder = new ImageDecoder(config.imageSize(), config.colour(), config.fit());
        BlockFile blocks = cache.blocks(
                key(decoder, digests), files.length, place -> decoded(decoder, files[place], digests.get(place)), done);
        return new Pictures(blocks, Map.copyOf(places));
    }

    static List<String> different(Fingerprints fingerprints) {
        return fingerprints.digests().values().stream().distinct().sorted().toList();
    }

    /** Why the file of this digest can't be used. */
    Optional<String> failure(String digest) {
        return blocks.failure(place(digest));
    }

    int place(String digest) {
        return places.get(digest);
    }

    private static BlockFileWriter.Block decoded(ImageDecoder decoder, Path file, String digest) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (!Fingerprints.of(bytes).equals(digest)) {
                throw new DatasetException(file + " was changed while it was read");
            }
            return new BlockFileWriter.Block.Values(decoder.decode(bytes));
        } catch (IOException e) {
            return new BlockFileWriter.Block.Failure(String.valueOf(e.getMessage()));
        }
    }

    /** The JDK decodes too, so its version counts. */
    private static String key(ImageDecoder decoder, List<String> digests) {
        var key = new Digest()
                .add("pictures " + ImageDecoder.VERSION)
                .add(Runtime.version().toString())
                .add(decoder.toString());
        digests.forEach(key::add);
        return key.hex();
    }
}
