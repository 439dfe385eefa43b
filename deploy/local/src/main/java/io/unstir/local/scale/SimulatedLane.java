package io.unstir.local.scale;

/** One image in the engine: what it still has to ask, and what it was given. As the sampler's lane. */
final class SimulatedLane {
    private final Shape shape;
    private final Runnable onLeave;
    private int stepsLeft;
    private int asked;
    private int planned;
    private double served;
    private double joined;

    SimulatedLane(Shape shape, Runnable onLeave) {
        this.shape = shape;
        this.onLeave = onLeave;
        this.stepsLeft = shape.steps();
    }

    void joinAt(double clock) {
        served = clock;
        joined = clock;
    }

    double served() {
        return served;
    }

    double attained() {
        return served - joined;
    }

    int rowsLeft() {
        return shape.rowsOfStep() - asked - planned;
    }

    void plan(int rows) {
        planned += rows;
    }

    /** The run with its planned rows is done. @return whether it has all its steps */
    boolean answer() {
        served += planned / shape.share();
        asked += planned;
        planned = 0;
        if (asked == shape.rowsOfStep()) {
            asked = 0;
            stepsLeft--;
        }
        return stepsLeft == 0;
    }

    void leave() {
        onLeave.run();
    }
}
