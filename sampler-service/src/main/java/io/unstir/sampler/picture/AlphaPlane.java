package io.unstir.sampler.picture;

import io.unstir.sampler.picture.vp8l.Vp8l;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The transparency of a lossy WebP (RFC 9649, section 2.7.1.2).
 *
 * @param values one byte a pixel, 0 for transparent
 */
record AlphaPlane(byte[] values) {
    private static final int HORIZONTAL = 1;
    private static final int VERTICAL = 2;
    private static final int GRADIENT = 3;

    static AlphaPlane of(ByteBuffer chunk, Size size) throws IOException {
        if (!chunk.hasRemaining()) {
            throw new IOException("the alpha chunk is empty");
        }
        int header = chunk.get(0);
        byte[] values = values(header & 3, chunk.slice(1, chunk.limit() - 1), size);
        unfilter(values, header >> 2 & 3, size.width());
        return new AlphaPlane(values);
    }

    void putInto(int[] argb) {
        for (int i = 0; i < argb.length; i++) {
            argb[i] = argb[i] & 0xFF_FFFF | values[i] << 24;
        }
    }

    private static byte[] values(int compression, ByteBuffer data, Size size) throws IOException {
        byte[] values = new byte[size.pixels()];
        switch (compression) {
            case 0 -> {
                if (data.limit() < values.length) {
                    throw new IOException("the alpha chunk is too short");
                }
                data.get(0, values);
            }
            case 1 -> {
                int[] green = Vp8l.decode(data, size.width(), size.height());
                for (int i = 0; i < values.length; i++) {
                    values[i] = (byte) (green[i] >> 8);
                }
            }
            default -> throw new IOException("the alpha chunk is compressed in an unknown way");
        }
        return values;
    }

    private static void unfilter(byte[] values, int filter, int width) {
        if (filter == 0) {
            return;
        }
        for (int i = 1; i < values.length; i++) {
            boolean firstColumn = i % width == 0;
            int left = firstColumn ? 0 : values[i - 1] & 0xFF;
            int top = i < width ? 0 : values[i - width] & 0xFF;
            int corner = firstColumn || i < width ? 0 : values[i - width - 1] & 0xFF;
            values[i] += (byte) predicted(i < width ? HORIZONTAL : firstColumn ? VERTICAL : filter, left, top, corner);
        }
    }

    private static int predicted(int filter, int left, int top, int corner) {
        return switch (filter) {
            case HORIZONTAL -> left;
            case VERTICAL -> top;
            case GRADIENT -> StrictMath.clamp(left + top - corner, 0, 255);
            default -> throw new IllegalArgumentException("filter must be 1 to 3 (got " + filter + ")");
        };
    }
}
