package io.unstir.gateway.images;

import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/**
 * An upload between its client and storage, which wants the digest before the first byte. It lies in a temporary file, so
 * that many at once take disk and not memory; the file is gone when this is closed or the process ends.
 */
final class Spool implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final FileChannel file;
    private final MessageDigest digest = newDigest();
    private byte[] start = {};
    private String sha256;
    private long size;

    private Spool(FileChannel file) {
        this.file = file;
    }

    /** Receives a body; one that is larger than {@code maxBytes} is not read on and ends the request. */
    static Spool receive(InputStream body, long maxBytes) {
        var spool = new Spool(open());
        try {
            spool.fill(body, maxBytes);
            return spool;
        } catch (RuntimeException e) {
            spool.close();
            throw e;
        }
    }

    /** @param size as far as it is known */
    static ProblemException tooLarge(String size, long maxBytes) {
        return new ProblemException(
                ProblemCode.BODY_TOO_LARGE,
                new FieldError("", size, maxBytes + " bytes", "The body is larger than %d bytes".formatted(maxBytes)));
    }

    String sha256() {
        return sha256;
    }

    long size() {
        return size;
    }

    /** The first bytes, as many as tell what it is. */
    byte[] start() {
        return start;
    }

    /** From the first byte; one reader at a time. */
    InputStream bytes() {
        try {
            return Channels.newInputStream(file.position(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fill(InputStream body, long maxBytes) {
        var chunk = new byte[CHUNK];
        for (int read = read(body, chunk); read > 0; read = read(body, chunk)) {
            if (size == 0) {
                start = Arrays.copyOf(chunk, Math.min(read, ImageFormat.SIGNATURE_LENGTH));
            }
            size += read;
            if (size > maxBytes) {
                throw tooLarge("more than " + maxBytes, maxBytes);
            }
            digest.update(chunk, 0, read);
            write(chunk, read);
        }
        sha256 = HexFormat.of().formatHex(digest.digest());
    }

    /** As much as the chunk holds, unless the body ends before. */
    private static int read(InputStream body, byte[] chunk) {
        try {
            return body.readNBytes(chunk, 0, chunk.length);
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.INVALID_REQUEST,
                    new FieldError("", null, "as many bytes as were announced", "The body ended early"));
        }
    }

    private void write(byte[] chunk, int length) {
        try {
            var bytes = ByteBuffer.wrap(chunk, 0, length);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel open() {
        try {
            Path path = Files.createTempFile("unstir-upload", null);
            return FileChannel.open(
                    path,
                    Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
