package io.unstir.trainer.data;

/** Uniform on the eight squares of a four by four board on [-1, 1) x [-1, 1) whose column and row add up to an even number. */
record Checkerboard() implements PlaneDistribution {
    private static final int SIDE = 4;

    @Override
    public void draw(Draws draws, float[] target, int offset) {
        int column = draws.choice(SIDE);
        int row = 2 * draws.choice(SIDE / 2) + column % 2;
        target[offset] = coordinate(column + draws.uniform());
        target[offset + 1] = coordinate(row + draws.uniform());
    }

    private static float coordinate(double squares) {
        return (float) (2 * squares / SIDE - 1);
    }
}
