package io.unstir.storage.openlineage;

import java.time.Instant;

/**
 * A row of the outbox: a run began or ended.
 *
 * @param run id of the job or training
 * @param at as the run's own events say
 */
record Transition(long sequence, Kind kind, String run, EventType type, Instant at) {
    enum Kind {
        SAMPLING,
        TRAINING
    }
}
