package io.unstir.sampler.picture.vp8l;

/**
 * Pixels are differences from what their neighbours predict (RFC 9649, section 3.5.1).
 *
 * @param blockBits a block is 2 to that power wide and high
 * @param modes one pixel a block, the mode in green
 */
record Predictors(int width, int blockBits, int[] modes) implements Transform {
    private static final int BLACK = 0xFF00_0000;

    @Override
    public int[] undone(int[] pixels) {
        int blocks = Vp8l.blocks(width, blockBits);
        for (int i = 0; i < pixels.length; i++) {
            int mode = modes[(i / width >> blockBits) * blocks + (i % width >> blockBits)] >> 8 & 0xF;
            pixels[i] = Transform.sum(pixels[i], predicted(pixels, i, mode));
        }
        return pixels;
    }

    private int predicted(int[] pixels, int i, int mode) {
        if (i < width) {
            return i == 0 ? BLACK : pixels[i - 1];
        }
        int top = pixels[i - width];
        if (i % width == 0) {
            return top;
        }
        // Right of the last column comes the first of this row: the next one in memory.
        return predicted(mode, pixels[i - 1], top, pixels[i - width - 1], pixels[i - width + 1]);
    }

    private static int predicted(int mode, int left, int top, int topLeft, int topRight) {
        return switch (mode) {
            case 1 -> left;
            case 2 -> top;
            case 3 -> topRight;
            case 4 -> topLeft;
            case 5 -> mean(mean(left, topRight), top);
            case 6 -> mean(left, topLeft);
            case 7 -> mean(left, top);
            case 8 -> mean(topLeft, top);
            case 9 -> mean(top, topRight);
            case 10 -> mean(mean(left, topLeft), mean(top, topRight));
            case 11 -> nearer(left, top, topLeft);
            case 12 -> full(left, top, topLeft);
            case 13 -> half(mean(left, top), topLeft);
            default -> BLACK;
        };
    }

    /** Channel by channel, rounded down. */
    private static int mean(int a, int b) {
        return ((a ^ b) >>> 1 & 0x7F7F_7F7F) + (a & b);
    }

    /** Whichever of left and top is nearer to left + top - corner. */
    private static int nearer(int left, int top, int corner) {
        int toLeft = 0;
        int toTop = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            toLeft += StrictMath.abs(channel(top, shift) - channel(corner, shift));
            toTop += StrictMath.abs(channel(left, shift) - channel(corner, shift));
        }
        return toLeft < toTop ? left : top;
    }

    private static int full(int left, int top, int corner) {
        int sum = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int value = channel(left, shift) + channel(top, shift) - channel(corner, shift);
            sum |= StrictMath.clamp(value, 0, 255) << shift;
        }
        return sum;
    }

    private static int half(int mean, int corner) {
        int sum = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int value = channel(mean, shift);
            sum |= StrictMath.clamp(value + (value - channel(corner, shift)) / 2, 0, 255) << shift;
        }
        return sum;
    }

    private static int channel(int argb, int shift) {
        return argb >>> shift & 0xFF;
    }
}
