package io.unstir.sampler.picture;

/** Width and height in pixels. */
record Size(int width, int height) {
    private static final int MOST_PIXELS = 16 << 20;
    static final int LONGEST = 8192;

    /** What a file says about its size, before anything of that size is allocated. */
    static Size of(Upload upload, long width, long height) {
        upload.require(
                width >= 1 && height >= 1 && width <= LONGEST && height <= LONGEST,
                "must be 1 to %d pixels wide and high (got %d x %d)".formatted(LONGEST, width, height));
        upload.require(
                width * height <= MOST_PIXELS,
                "must have at most %d pixels (got %d x %d)".formatted(MOST_PIXELS, width, height));
        return new Size((int) width, (int) height);
    }

    int pixels() {
        return width * height;
    }

    Size transposed() {
        return new Size(height, width);
    }
}
