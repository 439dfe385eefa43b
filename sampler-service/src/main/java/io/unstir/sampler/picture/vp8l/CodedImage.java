package io.unstir.sampler.picture.vp8l;

import java.io.IOException;

/** Pixels as literals, copies of earlier ones, and colours from a cache (RFC 9649, sections 3.6 and 3.7). */
final class CodedImage {
    /** libwebp's encoder makes 2,600 at most. */
    private static final int MOST_GROUPS = 8192;

    private static final int MOST_CACHE_BITS = 11;
    /** Distances near the pixel: rows up in the high half, 8 minus columns to the left in the low half. */
    private static final int[] NEAR = {
        0x18, 0x07, 0x17, 0x19, 0x28, 0x06, 0x27, 0x29, 0x16, 0x1a, 0x26, 0x2a, 0x38, 0x05, 0x37, 0x39, 0x15, 0x1b,
                0x36, 0x3a,
        0x25, 0x2b, 0x48, 0x04, 0x47, 0x49, 0x14, 0x1c, 0x35, 0x3b, 0x46, 0x4a, 0x24, 0x2c, 0x58, 0x45, 0x4b, 0x34,
                0x3c, 0x03,
        0x57, 0x59, 0x13, 0x1d, 0x56, 0x5a, 0x23, 0x2d, 0x44, 0x4c, 0x55, 0x5b, 0x33, 0x3d, 0x68, 0x02, 0x67, 0x69,
                0x12, 0x1e,
        0x66, 0x6a, 0x22, 0x2e, 0x54, 0x5c, 0x43, 0x4d, 0x65, 0x6b, 0x32, 0x3e, 0x78, 0x01, 0x77, 0x79, 0x53, 0x5d,
                0x11, 0x1f,
        0x64, 0x6c, 0x42, 0x4e, 0x76, 0x7a, 0x21, 0x2f, 0x75, 0x7b, 0x31, 0x3f, 0x63, 0x6d, 0x52, 0x5e, 0x00, 0x74,
                0x7c, 0x41,
        0x4f, 0x10, 0x20, 0x62, 0x6e, 0x30, 0x73, 0x7d, 0x51, 0x5f, 0x40, 0x72, 0x7e, 0x61, 0x6f, 0x50, 0x71, 0x7f,
                0x60, 0x70
    };

    private final BitReader in;
    private final int width;
    private final int[] pixels;
    private final ColourCache cache;
    private final int partBits;
    private final int[] parts;
    private final CodeGroup[] groups;

    private CodedImage(BitReader in, int width, int height, boolean inParts) throws IOException {
        this.in = in;
        this.width = width;
        int cacheBits = in.flag() ? in.bits(4) : 0;
        if (cacheBits > MOST_CACHE_BITS) {
            throw new IOException("a colour cache is too large");
        }
        cache = new ColourCache(cacheBits);
        boolean hasParts = inParts && in.flag();
        partBits = hasParts ? 2 + in.bits(3) : 0;
        parts = hasParts ? parts(height) : new int[0];
        int last = 0;
        for (int part : parts) {
            last = StrictMath.max(last, part);
        }
        if (last >= MOST_GROUPS) {
            throw new IOException("an image has too many codes");
        }
        groups = new CodeGroup[last + 1];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = CodeGroup.read(in, cache.colours().length);
        }
        pixels = new int[width * height];
    }

    /** @param inParts whether parts of the image may have codes of their own */
    static int[] read(BitReader in, int width, int height, boolean inParts) throws IOException {
        return new CodedImage(in, width, height, inParts).decoded();
    }

    private int[] parts(int height) throws IOException {
        int[] parts = read(in, Vp8l.blocks(width, partBits), Vp8l.blocks(height, partBits), false);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = parts[i] >> 8 & 0xFFFF;
        }
        return parts;
    }

    private int[] decoded() throws IOException {
        for (int at = 0; at < pixels.length; ) {
            var group = group(at);
            int symbol = group.green().next(in);
            if (symbol >= CodeGroup.LITERALS && symbol < CodeGroup.LITERALS + CodeGroup.LENGTHS) {
                at = copied(
                        at,
                        value(symbol - CodeGroup.LITERALS),
                        distance(value(group.distance().next(in))));
            } else {
                pixels[at] = symbol < CodeGroup.LITERALS
                        ? group.literal(in, symbol)
                        : cache.colours()[symbol - CodeGroup.LITERALS - CodeGroup.LENGTHS];
                cache.insert(pixels[at]);
                at++;
            }
        }
        return pixels;
    }

    private CodeGroup group(int at) {
        if (parts.length == 0) {
            return groups[0];
        }
        int x = at % width >> partBits;
        int y = at / width >> partBits;
        return groups[parts[y * Vp8l.blocks(width, partBits) + x]];
    }

    /** @return where the copy ends */
    private int copied(int at, int length, int distance) throws IOException {
        if (distance > at || length > pixels.length - at) {
            throw new IOException("a copy is not within the image");
        }
        for (int i = at; i < at + length; i++) {
            pixels[i] = pixels[i - distance];
            cache.insert(pixels[i]);
        }
        return at + length;
    }

    /** Lengths and distances: a prefix, and for larger ones the rest in plain bits. */
    private int value(int prefix) throws IOException {
        if (prefix < 4) {
            return prefix + 1;
        }
        int extra = prefix - 2 >> 1;
        return (2 + (prefix & 1) << extra) + in.bits(extra) + 1;
    }

    private int distance(int code) {
        if (code > NEAR.length) {
            return code - NEAR.length;
        }
        int near = NEAR[code - 1];
        return StrictMath.max(1, (near >> 4) * width + 8 - (near & 0xF));
    }
}
