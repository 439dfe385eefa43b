package io.unstir.sampler.picture.vp8l;

import java.io.IOException;

/** The five prefix codes of a part of an image (RFC 9649, section 3.7.2.2): green also holds lengths of copies and places in the colour cache. */
record CodeGroup(PrefixCode green, PrefixCode red, PrefixCode blue, PrefixCode alpha, PrefixCode distance) {
    static final int LITERALS = 256;
    static final int LENGTHS = 24;
    private static final int DISTANCES = 40;

    static CodeGroup read(BitReader in, int cacheSize) throws IOException {
        return new CodeGroup(
                PrefixCode.read(in, LITERALS + LENGTHS + cacheSize),
                PrefixCode.read(in, LITERALS),
                PrefixCode.read(in, LITERALS),
                PrefixCode.read(in, LITERALS),
                PrefixCode.read(in, DISTANCES));
    }

    /** The rest of a pixel whose green is known. */
    int literal(BitReader in, int green) throws IOException {
        int red = red().next(in);
        int blue = blue().next(in);
        return alpha().next(in) << 24 | red << 16 | green << 8 | blue;
    }
}
