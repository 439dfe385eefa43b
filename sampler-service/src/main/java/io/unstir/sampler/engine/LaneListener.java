package io.unstir.sampler.engine;

/** Who put lanes in; called on the engine's thread, so it must not wait. */
public interface LaneListener {
    /** One of the lanes did a step. */
    void stepped();

    /** Whether to be shown what an image may become, now that so many of its steps are done. */
    default boolean wantsGlimpse(int image, int step) {
        return false;
    }

    /** What was wanted. */
    default void glimpsed(Glimpse glimpse) {}

    /** A lane is out. */
    void left(LaneEnd end);

    /** Asked before each tick: whether the lanes shall leave. */
    boolean cancelled();
}
