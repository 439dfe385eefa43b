package io.unstir.storage.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** A SHA-256 digest in lower-case hex: the address of a blob. */
record Sha256(String hex) {
    private static final int CHUNK = 1 << 16;

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    Sha256 {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("sha256 must be 64 lower-case hex digits, not '" + hex + "'");
        }
    }

    static Optional<Sha256> parse(String text) {
        return HEX.matcher(text).matches() ? Optional.of(new Sha256(text)) : Optional.empty();
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static Sha256 of(MessageDigest digest) {
        return new Sha256(HexFormat.of().formatHex(digest.digest()));
    }

    static Sha256 of(byte[] bytes) {
        var digest = newDigest();
        digest.update(bytes);
        return of(digest);
    }

    /** Of all that comes; the stream is left open. */
    static Sha256 of(InputStream bytes) throws IOException {
        var digest = newDigest();
        var chunk = new byte[CHUNK];
        for (int read = bytes.read(chunk); read >= 0; read = bytes.read(chunk)) {
            digest.update(chunk, 0, read);
        }
        return of(digest);
    }

    /** This is the digest of bytes that were stored under that name. */
    void requireFor(Sha256 name) throws BlobException.Corrupt {
        if (!equals(name)) {
            throw new BlobException.Corrupt(name);
        }
    }

    /** {@code ab/cd/abcd…}: two levels keep folders small. */
    Path path() {
        return Path.of(hex.substring(0, 2), hex.substring(2, 4), hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
