package io.unstir.storage.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * Files named by the SHA-256 of their bytes. A blob appears whole or not at all: it is written beside the store, synced,
 * checked and then renamed into it. Nobody is given bytes that do not have the digest in their name.
 */
final class BlobStore {
    private static final int CHUNK = 1 << 16;

    private static final int STRIPES = 256;

    private final Path folder;
    private final Path incoming;
    private final long maxSize;
    private final long minFree;
    private final DurableFiles files;
    private final ReentrantLock[] stripes =
            IntStream.range(0, STRIPES).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);

    /** Opens the store and removes what an earlier process left half-written. */
    BlobStore(Path folder, long maxSize, long minFree) throws IOException {
        this.folder = folder;
        this.incoming = folder.resolve("incoming");
        this.maxSize = maxSize;
        this.minFree = minFree;
        this.files = new DurableFiles(folder);
        files.makeFolder(incoming);
        try (var leftovers = Files.newDirectoryStream(incoming)) {
            for (var leftover : leftovers) {
                Files.delete(leftover);
            }
        }
    }

    /** @param created false where the blob was there already */
    record Stored(long size, boolean created) {}

    Stored put(Sha256 digest, InputStream bytes) throws IOException {
        var temporary = incoming.resolve(digest + "." + UUID.randomUUID());
        try {
            long size = receive(digest, bytes, temporary);
            return new Stored(size, adopt(digest, temporary));
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** The blob's size; its bytes are not looked at. */
    Optional<Long> size(Sha256 digest) throws IOException {
        var file = fileOf(digest);
        return Files.isRegularFile(file) ? Optional.of(Files.size(file)) : Optional.empty();
    }

    /** The blob's file, checked against its digest. */
    Optional<Path> find(Sha256 digest) throws IOException {
        var file = fileOf(digest);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        if (!isIntact(digest, file)) {
            throw new BlobException.Corrupt(digest);
        }
        return Optional.of(file);
    }

    /** The blob's bytes, checked; what is checked is what is given. */
    Optional<byte[]> read(Sha256 digest) throws IOException {
        var file = fileOf(digest);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        var bytes = Files.readAllBytes(file);
        var actual = Sha256.newDigest();
        actual.update(bytes);
        if (!Sha256.of(actual).equals(digest)) {
            throw new BlobException.Corrupt(digest);
        }
        return Optional.of(bytes);
    }

    /** Takes the blob away; one that is not there is gone already. */
    void remove(Sha256 digest) throws IOException {
        var stripe = stripeOf(digest);
        stripe.lock();
        try {
            Files.deleteIfExists(fileOf(digest));
        } finally {
            stripe.unlock();
        }
    }

    private long receive(Sha256 expected, InputStream bytes, Path temporary) throws IOException {
        var digest = Sha256.newDigest();
        long size = 0;
        try (var file = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var chunk = new byte[CHUNK];
            for (int read = bytes.read(chunk); read >= 0; read = bytes.read(chunk)) {
                size += read;
                if (size > maxSize) {
                    throw new BlobException.TooLarge();
                }
                requireFree(read);
                digest.update(chunk, 0, read);
                writeFully(file, ByteBuffer.wrap(chunk, 0, read));
            }
            file.force(true);
        }
        var actual = Sha256.of(digest);
        if (!actual.equals(expected)) {
            throw new BlobException.WrongDigest(actual);
        }
        return size;
    }

    /** The rest is kept for the database and the broker, which as a rule lie on the same disk and cannot do without. */
    private void requireFree(long wanted) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free - wanted < minFree) {
            throw new BlobException.NoSpace(free);
        }
    }

    private static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /**
     * One at a time of those that may be the same blob, so that of two who bring it one made it; the others go on beside it, and their
     * syncs share the disk's. A damaged file is replaced by the good one.
     */
    private boolean adopt(Sha256 digest, Path temporary) throws IOException {
        var stripe = stripeOf(digest);
        stripe.lock();
        try {
            var file = fileOf(digest);
            if (Files.isRegularFile(file) && isIntact(digest, file)) {
                return false;
            }
            files.move(temporary, file);
            return true;
        } finally {
            stripe.unlock();
        }
    }

    private static boolean isIntact(Sha256 expected, Path file) throws IOException {
        var digest = Sha256.newDigest();
        try (var bytes = Files.newInputStream(file)) {
            var chunk = new byte[CHUNK];
            for (int read = bytes.read(chunk); read >= 0; read = bytes.read(chunk)) {
                digest.update(chunk, 0, read);
            }
        }
        return Sha256.of(digest).equals(expected);
    }

    private ReentrantLock stripeOf(Sha256 digest) {
        return stripes[Math.floorMod(digest.hashCode(), STRIPES)];
    }

    private Path fileOf(Sha256 digest) {
        return folder.resolve(digest.path());
    }
}
