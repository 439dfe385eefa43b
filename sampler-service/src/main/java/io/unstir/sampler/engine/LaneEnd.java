package io.unstir.sampler.engine;

/** How a lane left the engine; every lane admitted leaves exactly once. */
public sealed interface LaneEnd {
    int image();

    /** @param sample {@code [channels, height, width]} in [-1, 1], about */
    record Finished(int image, double[] sample) implements LaneEnd {}

    record Failed(int image, RuntimeException cause) implements LaneEnd {}

    record Cancelled(int image) implements LaneEnd {}
}
