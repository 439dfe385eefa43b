package io.unstir.sampler.job;

import io.unstir.sampler.engine.Glimpse;
import io.unstir.sampler.engine.LaneEnd;
import io.unstir.sampler.engine.LaneListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The lanes of one job as its thread sees them: the engine's thread counts steps and hands over ends, the job's thread takes them. */
final class Sampling implements LaneListener {
    private final AtomicInteger steps = new AtomicInteger();
    private final BlockingQueue<Left> ends;
    private final Runnable onLeave;
    private final Showing glimpses;
    private final long begun = System.nanoTime();
    private volatile boolean cancelled;
    private int inside;

    /** @param sampled from the job's entry until the lane was out */
    record Left(LaneEnd end, Duration sampled) {}

    /** @param onLeave called for each lane that is out */
    Sampling(int lanes, Showing glimpses, Runnable onLeave) {
        this.glimpses = glimpses;
        this.onLeave = onLeave;
        ends = new ArrayBlockingQueue<>(lanes);
    }

    @Override
    public void stepped() {
        steps.incrementAndGet();
    }

    @Override
    public boolean wantsGlimpse(int image, int step) {
        return glimpses.wants(image, step);
    }

    @Override
    public void glimpsed(Glimpse glimpse) {
        glimpses.hold(glimpse);
    }

    @Override
    public void left(LaneEnd end) {
        onLeave.run();
        glimpses.left(end.image());
        ends.add(new Left(end, Duration.ofNanos(System.nanoTime() - begun)));
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    /** The lanes leave at the next tick. */
    void cancel() {
        cancelled = true;
    }

    int stepsDone() {
        return steps.get();
    }

    /** The job's thread has submitted a lane. */
    void entered() {
        inside++;
    }

    Optional<Left> next(Duration patience) throws InterruptedException {
        var end = Optional.ofNullable(ends.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
        end.ifPresent(left -> inside--);
        return end;
    }

    /** Takes the remaining lanes out of the engine. Not interruptible: what the lanes use is closed next, and a tick is short. */
    void withdraw() {
        cancel();
        boolean interrupted = false;
        while (inside > 0) {
            try {
                ends.take();
                inside--;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
