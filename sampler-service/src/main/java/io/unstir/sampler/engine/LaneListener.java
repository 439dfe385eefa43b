package io.unstir.sampler.engine;

/** Who put lanes in; called on the engine's thread, so it must not wait. */
public interface LaneListener {
    /** One of the lanes did a step. */
    void stepped();

    /** A lane is out. */
    void left(LaneEnd end);

    /** Asked before each tick: whether the lanes shall leave. */
    boolean cancelled();
}
