package io.unstir.gateway.jobs;

import io.unstir.gateway.live.Place;
import io.unstir.gateway.live.PlacedEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * A job as of one moment in storage.
 *
 * @param job empty while storage has not read its submission
 * @param attempt highest delivery count seen
 * @param attemptBefore highest delivery count seen before the missed events
 * @param last where its newest event stands
 * @param missed the events after the one a watcher named, in their order
 * @param complete whether these are all it missed
 * @param readTo by partition: events below are part of this
 * @param submissionsReadTo by partition of the topics of jobs, likewise
 */
record JobSnapshot(
        Optional<Job> job,
        int attempt,
        int attemptBefore,
        Optional<Place> last,
        List<PlacedEvent> missed,
        boolean complete,
        Map<Integer, Long> readTo,
        Map<TopicPartition, Long> submissionsReadTo) {
    JobSnapshot withJob(Job found) {
        return new JobSnapshot(
                Optional.of(found), attempt, attemptBefore, last, missed, complete, readTo, submissionsReadTo);
    }

    boolean has(Place place) {
        return place.offset() < readTo.getOrDefault(place.partition(), 0L);
    }
}
