package io.unstir.trainer.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * EXIF's orientation: how stored pixels are mirrored, and then whether rows become columns, to be upright (CIPA DC-008, tag
 * 0x0112). In the order of the tag's values, from 1.
 */
enum Orientation {
    UPRIGHT(false, false, false),
    MIRRORED(true, false, false),
    UPSIDE_DOWN(true, true, false),
    FLIPPED(false, true, false),
    TRANSPOSED(false, false, true),
    ON_ITS_LEFT(false, true, true),
    TRANSVERSED(true, true, true),
    ON_ITS_RIGHT(true, false, true);

    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int ENTRY = 12;

    private final boolean mirrorX;
    private final boolean mirrorY;
    private final boolean transpose;

    Orientation(boolean mirrorX, boolean mirrorY, boolean transpose) {
        this.mirrorX = mirrorX;
        this.mirrorY = mirrorY;
        this.transpose = transpose;
    }

    /** What a TIFF structure says; one that is damaged, or says nothing, says upright. */
    static Orientation of(ByteBuffer exif) {
        var tiff = exif.duplicate();
        if (tiff.limit() < 8) {
            return UPRIGHT;
        }
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < 8 || directory > tiff.limit() - 2) {
            return UPRIGHT;
        }
        int entries = tiff.getShort(directory) & 0xFFFF;
        for (int at = directory + 2; entries > 0 && at <= tiff.limit() - ENTRY; at += ENTRY, entries--) {
            if ((tiff.getShort(at) & 0xFFFF) == TAG && tiff.getShort(at + 2) == SHORT) {
                int value = tiff.getShort(at + 8) & 0xFFFF;
                return value >= 1 && value <= values().length ? values()[value - 1] : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** Turns a square of {@code size} times {@code size} values. */
    float[] turned(float[] square, int size) {
        if (this == UPRIGHT) {
            return square;
        }
        float[] upright = new float[square.length];
        for (int i = 0; i < square.length; i++) {
            int x = mirrorX ? size - 1 - i % size : i % size;
            int y = mirrorY ? size - 1 - i / size : i / size;
            upright[transpose ? x * size + y : y * size + x] = square[i];
        }
        return upright;
    }
}
