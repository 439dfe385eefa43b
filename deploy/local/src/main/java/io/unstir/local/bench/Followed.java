package io.unstir.local.bench;

import io.unstir.proto.v1.ImageProduced;
import io.unstir.proto.v1.JobEvent;

/**
 * What a consumer of the events knows of a job so far.
 *
 * @param succeeded 0 where it has not
 * @param ends how often it was told to have ended, in whatever way
 */
record Followed(long started, long samplingMicros, long storingMicros, long succeeded, long seen, int ends) {
    static final Followed NOTHING = new Followed(0, 0, 0, 0, 0, 0);

    /** @param at when the event came to have happened, and {@code seen} when it was read, in microseconds */
    Followed with(JobEvent event, long at, long seen) {
        return switch (event.getEventCase()) {
            case STARTED -> new Followed(at, samplingMicros, storingMicros, succeeded, this.seen, ends);
            case IMAGE_PRODUCED -> with(event.getImageProduced());
            case SUCCEEDED -> new Followed(started, samplingMicros, storingMicros, at, seen, ends + 1);
            case FAILED, CANCELLED -> new Followed(started, samplingMicros, storingMicros, 0, seen, ends + 1);
            case PROGRESSED, EVENT_NOT_SET -> this;
        };
    }

    private Followed with(ImageProduced image) {
        return new Followed(
                started,
                samplingMicros + image.getSamplingMicros(),
                storingMicros + image.getStoringMicros(),
                succeeded,
                seen,
                ends);
    }

    boolean hasEnded() {
        return ends > 0;
    }
}
