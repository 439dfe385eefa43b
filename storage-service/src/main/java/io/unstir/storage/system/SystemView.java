package io.unstir.storage.system;

import java.time.Instant;
import java.util.List;

/**
 * How much waits and who works, as far as a tenant's jobs tell.
 *
 * @param stepsLeft of all images of open jobs
 * @param oldestQueuedSeconds how long the first in the queue has waited; 0 where none waits
 */
record SystemView(long queued, long processing, long stepsLeft, double oldestQueuedSeconds, List<Sampler> samplers) {

    /**
     * A replica that took one of the tenant's newest jobs.
     *
     * @param lastSeen when it last began or ended one
     * @param processing how many it has now
     */
    record Sampler(String worker, String deviceClass, Instant lastSeen, long processing) {}
}
