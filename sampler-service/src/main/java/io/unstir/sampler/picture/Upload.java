package io.unstir.sampler.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * An uploaded file and the field it was given in. Nothing in it is believed: a read past its end refuses it.
 *
 * @param field as its owner knows it, for example {@code init_image}
 */
record Upload(String field, byte[] bytes) {
    private static final int MOST_BYTES = 16 << 20;

    /** @throws PictureException when there are too many bytes */
    Upload {
        if (bytes.length > MOST_BYTES) {
            throw new PictureException(
                    "%s must have at most %d bytes (got %d)".formatted(field, MOST_BYTES, bytes.length));
        }
    }

    int length() {
        return bytes.length;
    }

    /** The byte there, 0 to 255. */
    int at(int position) {
        need(position, 1);
        return bytes[position] & 0xFF;
    }

    /** The bytes from there on, to be read with checks of their own. */
    ByteBuffer slice(int position, int length, ByteOrder order) {
        need(position, length);
        return ByteBuffer.wrap(bytes, position, length).slice().order(order);
    }

    boolean has(int position, String ascii) {
        byte[] wanted = ascii.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < wanted.length; i++) {
            if (position + i >= bytes.length || bytes[position + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** @throws PictureException when the file ends before {@code length} bytes from there */
    void need(int position, long length) {
        require(length <= bytes.length - position, "must be a whole file (got one that is cut off)");
    }

    /** @throws PictureException with the field and the complaint when the condition does not hold */
    void require(boolean condition, String complaint) {
        if (!condition) {
            throw refusal(complaint);
        }
    }

    PictureException refusal(String complaint) {
        return new PictureException(field + " " + complaint);
    }

    PictureException refusal(String complaint, Throwable cause) {
        return new PictureException(field + " " + complaint, cause);
    }
}
