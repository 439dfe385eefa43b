package io.unstir.sampler.picture.vp8l;

/**
 * Green counts colours of a palette, for small palettes several pixels in one (RFC 9649, section 3.5.4).
 *
 * @param width of the image with its colours
 * @param packBits 2 to that power pixels share one
 */
record Palette(int width, int packBits, int[] colours) implements Transform {

    /** @param differences of each colour from the one before */
    static Palette of(int width, int[] differences) {
        int[] colours = differences.clone();
        for (int i = 1; i < colours.length; i++) {
            colours[i] = Transform.sum(colours[i], colours[i - 1]);
        }
        int packBits = colours.length > 16 ? 0 : colours.length > 4 ? 1 : colours.length > 2 ? 2 : 3;
        return new Palette(width, packBits, colours);
    }

    @Override
    public int[] undone(int[] pixels) {
        int packedWidth = Vp8l.blocks(width, packBits);
        int height = pixels.length / packedWidth;
        int bits = 8 >> packBits;
        int mask = (1 << bits) - 1;
        int[] out = new int[width * height];
        for (int i = 0; i < out.length; i++) {
            int x = i % width;
            int packed = pixels[i / width * packedWidth + (x >> packBits)] >> 8 & 0xFF;
            int index = packed >> bits * (x & (1 << packBits) - 1) & mask;
            out[i] = index < colours.length ? colours[index] : 0;
        }
        return out;
    }
}
