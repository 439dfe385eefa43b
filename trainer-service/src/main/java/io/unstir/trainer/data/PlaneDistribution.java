package io.unstir.trainer.data;

import io.unstir.trainer.config.DataSource.Points.Distribution;

/** A distribution in the plane, scaled to about [-1, 1] in x and y. */
sealed interface PlaneDistribution permits SwissRoll, TwoMoons, EightGaussians, Checkerboard {

    /** Draws a point to {@code target}: x at {@code offset}, y behind it. */
    void draw(Draws draws, float[] target, int offset);

    static PlaneDistribution of(Distribution distribution) {
        return switch (distribution) {
            case SWISS_ROLL -> new SwissRoll();
            case TWO_MOONS -> new TwoMoons();
            case EIGHT_GAUSSIANS -> new EightGaussians();
            case CHECKERBOARD -> new Checkerboard();
        };
    }
}
