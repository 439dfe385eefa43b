package io.unstir.storage.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Files in a folder: each is written beside the store, checked, synced and then renamed into it. */
final class FolderStore implements BlobStore {
    /** {@code ab/cd}: so many folders are there at most. */
    private static final int FOLDERS = 1 << 16;

    /** {@code ff}: with this set, the next one is below another folder. */
    private static final int LAST_BELOW = 0xff;

    private final Path folder;
    private final Incoming incoming;
    private final DurableFiles files;
    private final int inMemory;
    private final BlobLocks locks = new BlobLocks();

    /**
     * Opens the store and removes what an earlier process left half-written.
     *
     * @param inMemory larger blobs are read twice
     */
    FolderStore(DurableFiles files, long maxSize, long minFree, int inMemory) throws IOException {
        this.files = files;
        this.folder = files.root();
        this.incoming = Incoming.in(files, maxSize, minFree);
        this.inMemory = inMemory;
    }

    @Override
    public Stored put(Sha256 digest, InputStream bytes) throws IOException {
        try (var received = incoming.receive(digest, bytes)) {
            received.channel().force(true);
            return new Stored(received.size(), locks.locked(digest, () -> adopt(digest, received.file())));
        }
    }

    @Override
    public Optional<Long> size(Sha256 digest) throws IOException {
        var file = fileOf(digest);
        return Files.isRegularFile(file) ? Optional.of(Files.size(file)) : Optional.empty();
    }

    @Override
    public Optional<BlobContent> read(Sha256 digest) throws IOException {
        FileChannel file;
        try {
            file = FileChannel.open(fileOf(digest), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(check(digest, file));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void remove(Sha256 digest) throws IOException {
        locks.locked(digest, () -> Files.deleteIfExists(fileOf(digest)));
    }

    @Override
    public List<Listed> list(String after, int most) throws IOException {
        var found = new ArrayList<Listed>();
        int first = after.isEmpty() ? 0 : Integer.parseInt(after.substring(0, 4), 16);
        for (int i = first; i < FOLDERS && found.size() < most; i++) {
            var names = "%04x".formatted(i);
            var above = folder.resolve(names.substring(0, 2));
            if (Files.isDirectory(above)) {
                list(above.resolve(names.substring(2)), after, found);
            } else {
                i |= LAST_BELOW;
            }
        }
        return found.size() <= most ? found : found.subList(0, most);
    }

    @Override
    public String place() {
        return folder.toString();
    }

    @Override
    public void close() {
        // Every file was closed by who opened it.
    }

    private BlobContent check(Sha256 digest, FileChannel file) throws IOException {
        if (file.size() <= inMemory) {
            try (file) {
                var bytes = Channels.newInputStream(file).readAllBytes();
                Sha256.of(bytes).requireFor(digest);
                return new BlobContent.InMemory(bytes);
            }
        }
        Sha256.of(Channels.newInputStream(file)).requireFor(digest);
        return BlobContent.OnDisk.of(file);
    }

    /**
     * A damaged file is replaced by the good one. One that is there may come from a process that crashed, or failed, between its rename
     * and its sync, so its name is made safe before anybody is told that it is there.
     */
    private boolean adopt(Sha256 digest, Path received) throws IOException {
        var file = fileOf(digest);
        if (Files.isRegularFile(file) && isIntact(digest, file)) {
            files.settle(file);
            return false;
        }
        files.move(received, file);
        return true;
    }

    private static boolean isIntact(Sha256 digest, Path file) throws IOException {
        try (var bytes = Files.newInputStream(file)) {
            return Sha256.of(bytes).equals(digest);
        }
    }

    private static void list(Path folder, String after, List<Listed> found) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        var here = new ArrayList<Listed>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                var digest = Sha256.parse(file.getFileName().toString());
                if (digest.isPresent() && digest.get().hex().compareTo(after) > 0) {
                    here.add(new Listed(digest.get(), Files.size(file)));
                }
            }
        }
        here.sort(Comparator.comparing(listed -> listed.digest().hex()));
        found.addAll(here);
    }

    private Path fileOf(Sha256 digest) {
        return folder.resolve(digest.path());
    }
}
