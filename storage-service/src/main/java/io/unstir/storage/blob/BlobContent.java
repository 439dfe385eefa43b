package io.unstir.storage.blob;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;

/** Bytes that have been checked: those in memory, or those of an open file. */
sealed interface BlobContent {
    long size();

    /** For one reader, who closes it. */
    InputStream stream();

    /** All of them, for one reader. */
    default byte[] readAll() throws IOException {
        try (var stream = stream()) {
            return stream.readAllBytes();
        }
    }

    record InMemory(byte[] bytes) implements BlobContent {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public InputStream stream() {
            return new ByteArrayInputStream(bytes);
        }
    }

    record OnDisk(long size, InputStream stream) implements BlobContent {
        /** From the file's first byte; its name may go meanwhile. */
        static OnDisk of(FileChannel file) throws IOException {
            return new OnDisk(file.size(), Channels.newInputStream(file.position(0)));
        }
    }
}
