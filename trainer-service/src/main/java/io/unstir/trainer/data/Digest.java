package io.unstir.trainer.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over parts, each with its length, so that no two sequences of parts have the same bytes. */
final class Digest {
    private final MessageDigest sha256 = sha256();

    static byte[] of(byte[] bytes) {
        return sha256().digest(bytes);
    }

    Digest add(byte[] part) {
        sha256.update((part.length + ":").getBytes(UTF_8));
        sha256.update(part);
        return this;
    }

    Digest add(String part) {
        return add(part.getBytes(UTF_8));
    }

    /** Ends the digest, as lower-case hex. */
    String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
