package io.unstir.local.command;

import io.unstir.local.LocalFailure;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What arrived must be what its address says. */
final class Digest {
    private Digest() {}

    /** Returns {@code bytes}. */
    static byte[] require(String sha256, byte[] bytes) {
        String found = sha256(bytes);
        if (!found.equals(sha256)) {
            throw new LocalFailure("the image received has SHA-256 " + found + ", the job says " + sha256);
        }
        return bytes;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
