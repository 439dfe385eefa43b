package io.unstir.trainer.data;

/**
 * The swiss roll of Sohl-Dickstein et al. 2015 (scikit-learn's {@code make_swiss_roll} without its third coordinate):
 * {@code (t cos t, t sin t) + 0.5 n} over 16, with t uniform in [1.5 pi, 4.5 pi) and n standard normal in the plane.
 */
record SwissRoll() implements PlaneDistribution {
    private static final double NOISE = 0.5;
    private static final double SCALE = 16;

    @Override
    public void draw(Draws draws, float[] target, int offset) {
        double t = 1.5 * StrictMath.PI * (1 + 2 * draws.uniform());
        target[offset] = (float) ((t * StrictMath.cos(t) + NOISE * draws.normal()) / SCALE);
        target[offset + 1] = (float) ((t * StrictMath.sin(t) + NOISE * draws.normal()) / SCALE);
    }
}
