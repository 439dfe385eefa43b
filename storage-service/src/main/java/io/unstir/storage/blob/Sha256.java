package io.unstir.storage.blob;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** A SHA-256 digest in lower-case hex: the address of a blob. */
record Sha256(String hex) {
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

    /** {@code ab/cd/abcd…}: two levels keep folders small. */
    Path path() {
        return Path.of(hex.substring(0, 2), hex.substring(2, 4), hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
