package io.unstir.sampler.picture.vp8l;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.EnumSet;

/** WebP's lossless image stream (RFC 9649, section 3). Its work grows with the number of pixels, whatever the file holds. */
public final class Vp8l {
    /** In the order of their numbers in the stream; none may stand there twice. */
    private enum Kind {
        PREDICTORS,
        COLOUR_CORRELATION,
        GREEN_SUBTRACTED,
        PALETTE
    }

    private Vp8l() {}

    /**
     * @param stream what follows the header with width and height
     * @return {@code 0xAARRGGBB}, row after row
     * @throws IOException when the stream breaks the format's rules or ends too soon
     */
    public static int[] decode(ByteBuffer stream, int width, int height) throws IOException {
        var in = new BitReader(stream);
        var transforms = new ArrayDeque<Transform>();
        var seen = EnumSet.noneOf(Kind.class);
        int storedWidth = width;
        while (in.flag()) {
            var kind = Kind.values()[in.bits(2)];
            if (!seen.add(kind)) {
                throw new IOException("a transform stands there twice");
            }
            var transform = transform(in, kind, storedWidth, height);
            storedWidth = transform instanceof Palette palette ? blocks(width, palette.packBits()) : storedWidth;
            transforms.push(transform);
        }
        int[] pixels = CodedImage.read(in, storedWidth, height, true);
        for (var transform : transforms) {
            pixels = transform.undone(pixels);
        }
        return pixels;
    }

    private static Transform transform(BitReader in, Kind kind, int width, int height) throws IOException {
        return switch (kind) {
            case PREDICTORS -> {
                int bits = 2 + in.bits(3);
                yield new Predictors(width, bits, blockwise(in, width, height, bits));
            }
            case COLOUR_CORRELATION -> {
                int bits = 2 + in.bits(3);
                yield new ColourCorrelation(width, bits, blockwise(in, width, height, bits));
            }
            case GREEN_SUBTRACTED -> new Transform.GreenSubtracted();
            case PALETTE -> Palette.of(width, CodedImage.read(in, 1 + in.bits(8), 1, false));
        };
    }

    private static int[] blockwise(BitReader in, int width, int height, int bits) throws IOException {
        return CodedImage.read(in, blocks(width, bits), blocks(height, bits), false);
    }

    /** How many blocks of 2 to that power it takes. */
    static int blocks(int pixels, int bits) {
        return pixels + (1 << bits) - 1 >> bits;
    }
}
