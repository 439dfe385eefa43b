package io.unstir.sampler.picture.vp8l;

/**
 * Red and blue without what green, and red, say about them (RFC 9649, section 3.5.2).
 *
 * @param blockBits a block is 2 to that power wide and high
 * @param factors one pixel a block
 */
record ColourCorrelation(int width, int blockBits, int[] factors) implements Transform {
    @Override
    public int[] undone(int[] pixels) {
        int blocks = Vp8l.blocks(width, blockBits);
        for (int i = 0; i < pixels.length; i++) {
            int factor = factors[(i / width >> blockBits) * blocks + (i % width >> blockBits)];
            int green = pixels[i] >> 8;
            int red = (pixels[i] >> 16) + share(factor, green);
            int blue = pixels[i] + share(factor >> 8, green) + share(factor >> 16, red);
            pixels[i] = pixels[i] & 0xFF00_FF00 | (red & 0xFF) << 16 | blue & 0xFF;
        }
        return pixels;
    }

    private static int share(int factor, int channel) {
        return (byte) factor * (byte) channel >> 5;
    }
}
