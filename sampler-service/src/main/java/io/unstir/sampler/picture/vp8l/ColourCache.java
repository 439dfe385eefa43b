package io.unstir.sampler.picture.vp8l;

/** Colours seen lately, by hash (RFC 9649, section 3.6.2.3). */
record ColourCache(int bits, int[] colours) {
    private static final int MULTIPLIER = 0x1E35_A7BD;

    /** @param bits 0 for no cache */
    ColourCache(int bits) {
        this(bits, new int[bits == 0 ? 0 : 1 << bits]);
    }

    void insert(int argb) {
        if (bits > 0) {
            colours[MULTIPLIER * argb >>> 32 - bits] = argb;
        }
    }
}
