package io.unstir.sampler.engine;

/** Hears of each run of a model; called on the engine's thread once a run, so it must be quick. */
@FunctionalInterface
public interface RunListener {
    /**
     * A run is over and its answers are in their lanes.
     *
     * @param rows in the run
     * @param room rows that would have been best
     * @param modelNanos inside the model
     * @param nanos in all: choosing lanes, the model, the solvers' arithmetic
     */
    void ran(int rows, int room, long modelNanos, long nanos);
}
