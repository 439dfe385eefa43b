package io.unstir.storage.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Files of bytes that are on their way, on the local disk. One is bounded by the largest blob that is taken, all of them by what the disk
 * must keep free for the database and the broker, which as a rule lie on the same one and cannot do without.
 */
final class Incoming {
    private static final int CHUNK = 1 << 16;

    private final Path folder;
    private final long maxSize;
    private final long minFree;

    private Incoming(Path folder, long maxSize, long minFree) {
        this.folder = folder;
        this.maxSize = maxSize;
        this.minFree = minFree;
    }

    /** Removes what an earlier process left half-written. */
    static Incoming in(DurableFiles files, long maxSize, long minFree) throws IOException {
        var folder = files.root().resolve("incoming");
        files.makeFolder(folder);
        try (var leftovers = Files.newDirectoryStream(folder)) {
            for (var leftover : leftovers) {
                Files.delete(leftover);
            }
        }
        return new Incoming(folder, maxSize, minFree);
    }

    /** Bytes that came, and their digest. The file is gone with it, unless it was moved. */
    record Received(Path file, FileChannel channel, long size, Sha256 digest) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try (channel) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** What a client sends: not too much, and what it said it is. */
    Received receive(Sha256 expected, InputStream bytes) throws IOException {
        var received = write(bytes, maxSize);
        if (!received.digest().equals(expected)) {
            received.close();
            throw new BlobException.WrongDigest(received.digest());
        }
        return received;
    }

    /** What a store gives, however much it is and whatever its digest. */
    Received fetch(InputStream bytes) throws IOException {
        return write(bytes, Long.MAX_VALUE);
    }

    private Received write(InputStream bytes, long limit) throws IOException {
        var path = folder.resolve(UUID.randomUUID().toString());
        var file = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            return write(bytes, limit, path, file);
        } catch (IOException | RuntimeException e) {
            try (file) {
                Files.deleteIfExists(path);
            }
            throw e;
        }
    }

    private Received write(InputStream bytes, long limit, Path path, FileChannel file) throws IOException {
        var digest = Sha256.newDigest();
        var chunk = new byte[CHUNK];
        long size = 0;
        for (int read = bytes.read(chunk); read >= 0; read = bytes.read(chunk)) {
            size += read;
            if (size > limit) {
                throw new BlobException.TooLarge();
            }
            requireFree(read);
            digest.update(chunk, 0, read);
            writeFully(file, ByteBuffer.wrap(chunk, 0, read));
        }
        return new Received(path, file, size, Sha256.of(digest));
    }

    private void requireFree(long wanted) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free - wanted < minFree) {
            throw new BlobException.NoSpace(free + " bytes are free");
        }
    }

    private static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }
}
