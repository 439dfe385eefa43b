package io.unstir.trainer.data;

/**
 * Two half circles that reach into each other (scikit-learn's {@code make_moons}, moved to the middle): {@code (cos t, sin t)} or,
 * as often, {@code (1 - cos t, 0.5 - sin t)}, with t uniform in [0, pi); plus {@code 0.08 n}, n standard normal in the plane; less
 * {@code (0.5, 0.25)}, over 1.75.
 */
record TwoMoons() implements PlaneDistribution {
    private static final double NOISE = 0.08;
    private static final double SCALE = 1.75;

    @Override
    public void draw(Draws draws, float[] target, int offset) {
        boolean upper = draws.choice(2) == 0;
        double t = StrictMath.PI * draws.uniform();
        double x = upper ? StrictMath.cos(t) : 1 - StrictMath.cos(t);
        double y = upper ? StrictMath.sin(t) : 0.5 - StrictMath.sin(t);
        target[offset] = (float) ((x + NOISE * draws.normal() - 0.5) / SCALE);
        target[offset + 1] = (float) ((y + NOISE * draws.normal() - 0.25) / SCALE);
    }
}
