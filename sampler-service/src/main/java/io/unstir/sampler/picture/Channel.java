package io.unstir.sampler.picture;

/** A number a pixel is seen as. Whole numbers, so that sums of them are exact. */
enum Channel {
    RED(255) {
        @Override
        int of(int argb) {
            return overWhite(argb, 16);
        }
    },
    GREEN(255) {
        @Override
        int of(int argb) {
            return overWhite(argb, 8);
        }
    },
    BLUE(255) {
        @Override
        int of(int argb) {
            return overWhite(argb, 0);
        }
    },
    /** Luminance of Rec. ITU-R BT.601 in fourteen bits; the weights add up to 2^14, so grey keeps its level. */
    LUMINANCE(255 << 14) {
        @Override
        int of(int argb) {
            return 4899 * overWhite(argb, 16) + 9617 * overWhite(argb, 8) + 1868 * overWhite(argb, 0);
        }
    },
    TRANSPARENCY(1) {
        @Override
        int of(int argb) {
            return 255 - (argb >>> 24);
        }
    };

    private final int unit;

    Channel(int unit) {
        this.unit = unit;
    }

    /** 0 to 255 times {@link #unit}. */
    abstract int of(int argb);

    /** What stands for one of 255 levels. */
    int unit() {
        return unit;
    }

    private static int overWhite(int argb, int shift) {
        int alpha = argb >>> 24;
        return (argb >> shift & 0xFF) * alpha + 255 * (255 - alpha);
    }
}
