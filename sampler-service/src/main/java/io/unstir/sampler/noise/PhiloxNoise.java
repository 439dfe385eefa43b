package io.unstir.sampler.noise;

/**
 * The noise of image {@code image} of a job with seed {@code seed}: Philox4x32-10 with key (seed low, seed high) and counter (block of four
 * elements, index, image, stream), then Box and Muller 1958 on the pairs of each block. Nothing but these numbers enters, so a
 * step's noise is the same wherever and whenever it is drawn.
 */
public final class PhiloxNoise implements Noise {
    private static final double TWO_TO_32 = 4294967296.0;
    private static final long LOW = 0xFFFF_FFFFL;

    private final int keyLow;
    private final int keyHigh;
    private final int image;
    private final double[] draw;
    private final int[] words = new int[4];

    public PhiloxNoise(long seed, int image, int elements) {
        this.keyLow = (int) seed;
        this.keyHigh = (int) (seed >>> 32);
        this.image = image;
        this.draw = new double[elements];
    }

    @Override
    public double[] draw(Draw purpose, int index) {
        for (int block = 0; block * 4 < draw.length; block++) {
            Philox.block(block, index, image, purpose.stream(), keyLow, keyHigh, words);
            normals(words[0], words[1], block * 4);
            normals(words[2], words[3], block * 4 + 2);
        }
        return draw;
    }

    private void normals(int first, int second, int at) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(uniform(first)));
        double angle = 2 * StrictMath.PI * uniform(second);
        if (at < draw.length) {
            draw[at] = radius * StrictMath.cos(angle);
        }
        if (at + 1 < draw.length) {
            draw[at + 1] = radius * StrictMath.sin(angle);
        }
    }

    /** In the open interval (0, 1), exact in a double. */
    private static double uniform(int word) {
        return ((word & LOW) + 0.5) / TWO_TO_32;
    }
}
