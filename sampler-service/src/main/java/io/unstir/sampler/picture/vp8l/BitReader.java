package io.unstir.sampler.picture.vp8l;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Bits of a byte from the lowest on, as VP8L packs them. Never reads past the end. */
final class BitReader {
    private final ByteBuffer bytes;
    private long held;
    private int count;

    BitReader(ByteBuffer bytes) {
        this.bytes = bytes.duplicate();
    }

    /** @param width 0 to 32 */
    int bits(int width) throws IOException {
        while (count < width) {
            if (!bytes.hasRemaining()) {
                throw new EOFException("the data ends too soon");
            }
            held |= (bytes.get() & 0xFFL) << count;
            count += 8;
        }
        int value = (int) (held & (1L << width) - 1);
        held >>>= width;
        count -= width;
        return value;
    }

    boolean flag() throws IOException {
        return bits(1) == 1;
    }
}
