package io.unstir.gateway.trainings;

import io.unstir.proto.v1.TrainingEvent;
import java.util.List;

/** A training and what was told of it since some moment, in order. */
record TrainingHistory(Training training, List<Told> events) {
    /** @param offset on the topic, which is the same at every gateway */
    record Told(long offset, TrainingEvent event) {
        boolean isEnd() {
            return switch (event.getEventCase()) {
                case FINISHED, FAILED, CANCELLED -> true;
                case STARTED, PROGRESSED, SAMPLED, EVENT_NOT_SET -> false;
            };
        }
    }
}
