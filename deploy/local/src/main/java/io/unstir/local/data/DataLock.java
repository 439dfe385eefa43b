package io.unstir.local.data;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.unstir.local.LocalFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.Optional;

/** Held by the one supervisor of a data folder; the system lets go of it even when that is killed. */
public final class DataLock implements AutoCloseable {
    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Empty where another supervisor holds it. */
    public static Optional<DataLock> tryLock(DataFolder data) {
        try {
            FileChannel channel = FileChannel.open(data.run().resolve("lock"), CREATE, WRITE);
            FileLock lock = lockOf(channel);
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new DataLock(channel));
        } catch (IOException e) {
            throw new LocalFailure("cannot lock data folder " + data.root() + ": " + e.getMessage(), e);
        }
    }

    private static FileLock lockOf(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new LocalFailure("cannot release the lock of the data folder: " + e.getMessage(), e);
        }
    }
}
