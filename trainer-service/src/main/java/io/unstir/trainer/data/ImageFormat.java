package io.unstir.trainer.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A file's kind, told by its first bytes. */
enum ImageFormat {
    PNG,
    JPEG,
    WEBP;

    static Optional<ImageFormat> of(byte[] file) {
        if (has(file, 0, "\u0089PNG\r\n\u001a\n")) {
            return Optional.of(PNG);
        }
        if (has(file, 0, "\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        }
        return has(file, 0, "RIFF") && has(file, 8, "WEBP") ? Optional.of(WEBP) : Optional.empty();
    }

    /** @param expected one character a byte */
    static boolean has(byte[] file, int at, String expected) {
        byte[] bytes = expected.getBytes(StandardCharsets.ISO_8859_1);
        return at >= 0
                && at + bytes.length <= file.length
                && Arrays.equals(file, at, at + bytes.length, bytes, 0, bytes.length);
    }
}
