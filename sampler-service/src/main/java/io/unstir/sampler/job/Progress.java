package io.unstir.sampler.job;

import io.unstir.sampler.delivery.JobEvents;
import java.time.Duration;

/** Says how far a job is: not too often, and only what is new. */
final class Progress {
    private final JobEvents events;
    private final int total;
    private final long every;
    private long saidAt = System.nanoTime();
    private int said;

    Progress(JobEvents events, int total, Duration every) {
        this.events = events;
        this.total = total;
        this.every = every.toNanos();
    }

    void report(int done) throws InterruptedException {
        long now = System.nanoTime();
        if (done != said && now - saidAt >= every) {
            events.progressed(done, total);
            said = done;
            saidAt = now;
        }
    }
}
