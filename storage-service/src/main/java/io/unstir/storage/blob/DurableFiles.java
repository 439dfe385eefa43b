package io.unstir.storage.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** File operations that are on the disk when they return: a name is only safe once its folder is synced too. */
final class DurableFiles {
    private DurableFiles() {}

    /** Moves {@code from} to {@code to} in one step, making the folders above it, and syncs every folder that changed. */
    static void move(Path from, Path to) throws IOException {
        makeFolder(to.getParent());
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        sync(to.getParent());
    }

    static void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        makeFolder(folder.toAbsolutePath().getParent());
        Files.createDirectories(folder);
        sync(folder.toAbsolutePath().getParent());
    }

    private static void sync(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
