package io.unstir.trainer.tensor;

/** Frequencies of the timestep embedding, shared by both interpretations so that they agree to the bit. */
final class Sinusoids {
    private static final double LONGEST_PERIOD = 10_000;

    private Sinusoids() {}

    /** {@code 10000^(-i / (width/2))} for i = 0 .. width/2 - 1. */
    static float[] frequencies(int width) {
        int half = width / 2;
        float[] frequencies = new float[half];
        for (int i = 0; i < half; i++) {
            frequencies[i] = (float) StrictMath.exp(-StrictMath.log(LONGEST_PERIOD) * i / half);
        }
        return frequencies;
    }
}
