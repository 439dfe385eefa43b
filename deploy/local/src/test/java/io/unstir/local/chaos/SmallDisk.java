package io.unstir.local.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file system of its own in memory, small enough to be filled; only root may mount one. */
final class SmallDisk implements AutoCloseable {
    private static final int MEGABYTES = 64;
    private static final int PIECE = 1 << 20;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Empty where this user may not mount. */
    static Optional<SmallDisk> mount(Path folder) throws IOException {
        Files.createDirectories(folder);
        return run("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "tmpfs", folder.toString())
                ? Optional.of(new SmallDisk(folder))
                : Optional.empty();
    }

    /** To the last byte. */
    void fill() throws IOException {
        try (var out = Files.newOutputStream(filler())) {
            for (int size = PIECE; size > 0; ) {
                try {
                    out.write(new byte[size]);
                } catch (IOException e) {
                    // Less may still fit.
                    size /= 2;
                }
            }
        }
    }

    void empty() {
        try {
            Files.delete(filler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Also from under processes that have not ended yet. */
    @Override
    public void close() throws IOException {
        if (!run("umount", "--lazy", folder.toString())) {
            throw new IOException("cannot unmount " + folder);
        }
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    private static boolean run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
