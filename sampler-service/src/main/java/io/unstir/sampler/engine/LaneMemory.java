package io.unstir.sampler.engine;

import java.util.Optional;
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
    private final Optional<LaneMemory> whole;

    /** @param bytes for all lanes; one lane alone may take more */
    public LaneMemory(long bytes) {
        this((int) Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE), Optional.empty());
    }

    private LaneMemory(int units, Optional<LaneMemory> whole) {
        this.units = units;
        this.free = new Semaphore(units, true);
        this.whole = whole;
    }

    /** One of so many parts: who takes from it takes no more than that of the whole, and waits in nobody's way. */
    public LaneMemory part(int of) {
        return new LaneMemory(Math.max(1, units / of), Optional.of(this));
    }

    /** Waits for the memory of a lane of this course. */
    public void take(Course course) throws InterruptedException {
        free.acquire(unitsOf(course));
        if (whole.isPresent()) {
            takeOfWhole(course);
        }
    }

    private void takeOfWhole(Course course) throws InterruptedException {
        boolean taken = false;
        try {
            whole.get().take(course);
            taken = true;
        } finally {
            if (!taken) {
                free.release(unitsOf(course));
            }
        }
    }

    /** Gives it back. */
    public void release(Course course) {
        whole.ifPresent(it -> it.release(course));
        free.release(unitsOf(course));
    }

    private int unitsOf(Course course) {
        return (int) Math.clamp(course.laneBytes() / UNIT, 1, units);
    }
}
