package io.unstir.trainer.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/**
 * What decoding and encoding gave, kept for the next start. A file's name is a digest of everything that decides its content, so
 * nothing in it ever grows old, several runs share it, and it may be deleted whenever no run uses it.
 *
 * @param folder made when it is needed
 */
public record DataCache(Path folder) {

    /** {@code unstir/data} in {@code $XDG_CACHE_HOME} or {@code ~/.cache}. */
    public static DataCache ofUser() {
        Path caches = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
        return new DataCache(caches.resolve("unstir").resolve("data"));
    }

    /**
     * The blocks of this key, computed unless they are there. Two runs that begin at the same time both compute and write the
     * same; whoever is later replaces the file, and who has it open keeps what it has.
     *
     * @param key of everything that {@code compute} depends on
     * @param compute makes a block; called by several threads
     * @param done told how many more blocks are there
     */
    BlockFile blocks(String key, int count, IntFunction<BlockFileWriter.Block> compute, IntConsumer done) {
        Path file = folder.resolve(key + ".blocks");
        try {
            Optional<BlockFile> present = BlockFile.open(file, count);
            if (present.isPresent()) {
                done.accept(count);
                return present.get();
            }
            BlockFileWriter.write(file, count, block -> {
                var result = compute.apply(block);
                done.accept(1);
                return result;
            });
            return BlockFile.open(file, count)
                    .orElseThrow(() ->
                            new DatasetException("The cache " + file + " was damaged right after it was written"));
        } catch (IOException | UncheckedIOException e) {
            throw new DatasetException("The cache " + file + " could not be written (" + e.getMessage() + ")", e);
        }
    }
}
