package io.unstir.sampler.engine;

import java.util.concurrent.Semaphore;

/**
 * How much memory all lanes together may take. Whoever wants to make a lane takes its bytes first, and waits for them where too many are out; they come back when the lane leaves
 * the engine, so lanes inside always make room for those outside.
 */
public final class LaneMemory {
    /** A semaphore counts in ints. */
    private static final int UNIT = 1 << 10;

    private final int units;
    private final Semaphore free;

    /** @param bytes for all lanes; one lane alone may take more */
    public LaneMemory(long bytes) {
        units = (int) Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
        free = new Semaphore(units, true);
    }

    /** Waits for the memory of a lane of this course. */
    public void take(Course course) throws InterruptedException {
        free.acquire(unitsOf(course));
    }

    /** Gives it back. */
    public void release(Course course) {
        free.release(unitsOf(course));
    }

    private int unitsOf(Course course) {
        return (int) Math.clamp(course.laneBytes() / UNIT, 1, units);
    }
}
