package io.unstir.trainer.evaluation;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** By which pictures and classifiers are told apart, as lower-case hex. */
final class Sha256 {
    private Sha256() {}

    static String of(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    static String of(float[] picture) {
        var bytes = ByteBuffer.allocate(picture.length * Float.BYTES);
        bytes.asFloatBuffer().put(picture);
        return of(bytes.array());
    }
}
