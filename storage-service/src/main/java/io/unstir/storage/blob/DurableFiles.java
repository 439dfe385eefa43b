package io.unstir.storage.blob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;

/**
 * File operations below one folder that are on the disk when they return: a name is only safe once its folder is synced too. For many
 * threads at once, whose syncs the file system puts together.
 */
final class DurableFiles {
    private final Path root;
    private final FolderSync sync;

    /**
     * Folders whose own names are safe. That one is there says little: another thread, or a process that crashed, may have made it and
     * not come to the sync.
     */
    private final ConcurrentHashMap<Path, Boolean> safe = new ConcurrentHashMap<>();

    /** Brings the names in a folder to the disk. */
    interface FolderSync {
        void sync(Path folder) throws IOException;

        static void force(Path folder) throws IOException {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Makes {@code root} and the folders above it where they are missing. */
    DurableFiles(Path root) throws IOException {
        this(root, FolderSync::force);
    }

    DurableFiles(Path root, FolderSync sync) throws IOException {
        this.root = root.toAbsolutePath();
        this.sync = sync;
        makeFolders(this.root);
    }

    Path root() {
        return root;
    }

    /** Moves {@code from} to {@code to} in one step, making the folders on the way there, and syncs every folder that changed. */
    void move(Path from, Path to) throws IOException {
        Path target = to.toAbsolutePath();
        makeFolder(target.getParent());
        Files.move(from, target, StandardCopyOption.ATOMIC_MOVE);
        sync.sync(target.getParent());
    }

    /** Makes the name of a file safe that somebody moved here and may not have come to the syncs. */
    void settle(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        makeFolder(folder);
        sync.sync(folder);
    }

    /** @param folder below the root */
    void makeFolder(Path folder) throws IOException {
        Path made = root;
        for (Path name : root.relativize(folder.toAbsolutePath())) {
            made = made.resolve(name);
            try {
                safe.computeIfAbsent(made, this::make);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }

    private Boolean make(Path folder) {
        try {
            Files.createDirectories(folder);
            sync.sync(folder.getParent());
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void makeFolders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            makeFolders(folder.getParent());
            Files.createDirectories(folder);
            sync.sync(folder.getParent());
        }
    }
}
