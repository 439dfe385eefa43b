package io.unstir.sampler.session;

/** The shape of one row of a denoiser. */
public record SampleSize(int channels, int height, int width) {
    private static final int LARGEST_SIDE = 4096;

    public SampleSize {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("sample.channels must be 1 or 3 (got " + channels + ")");
        }
        requireSide("sample.height", height);
        requireSide("sample.width", width);
    }

    public int elements() {
        return channels * height * width;
    }

    private static void requireSide(String field, int side) {
        if (side < 1 || side > LARGEST_SIDE) {
            throw new IllegalArgumentException("%s must be 1 to %d (got %d)".formatted(field, LARGEST_SIDE, side));
        }
    }
}
