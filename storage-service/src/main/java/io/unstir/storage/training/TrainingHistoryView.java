package io.unstir.storage.training;

import java.util.List;

/** A training and what was told of it, in its order. */
record TrainingHistoryView(TrainingView training, List<Event> events) {
    /**
     * @param offset on the topic's one partition
     * @param payload the {@code TrainingEvent} as it came
     */
    record Event(long offset, byte[] payload) {}
}
