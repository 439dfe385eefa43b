package io.unstir.trainer.data;

/**
 * Eight equal Gaussians on a circle, as often used to show dropped modes: {@code 0.7 (cos a, sin a) + 0.0875 n}, with a one of 0, pi/4,
 * ..., 7 pi/4 and n standard normal in the plane; the deviation is an eighth of the radius.
 */
record EightGaussians() implements PlaneDistribution {
    private static final int MODES = 8;
    private static final double RADIUS = 0.7;
    private static final double DEVIATION = RADIUS / 8;

    @Override
    public void draw(Draws draws, float[] target, int offset) {
        double angle = draws.choice(MODES) * 2 * StrictMath.PI / MODES;
        target[offset] = (float) (RADIUS * StrictMath.cos(angle) + DEVIATION * draws.normal());
        target[offset + 1] = (float) (RADIUS * StrictMath.sin(angle) + DEVIATION * draws.normal());
    }
}
