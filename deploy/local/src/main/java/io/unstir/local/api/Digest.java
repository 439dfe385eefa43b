package io.unstir.local.api;

import io.unstir.local.LocalFailure;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What arrived must be what its address says. */
public final class Digest {
    private Digest() {}

    /** Returns {@code bytes}. */
    public static byte[] require(String sha256, byte[] bytes) {
        String found = sha256(bytes);
        if (!found.equals(sha256)) {
            throw new LocalFailure("what was received has SHA-256 " + found + ", its address says " + sha256);
        }
        return bytes;
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
