package io.unstir.storage.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job and what happened to it as of one moment, so that a reader of the topic can go on exactly where this ends.
 *
 * @param job empty while its submission is not known
 * @param attempt highest delivery count seen
 * @param attemptBefore highest delivery count seen before those events
 * @param last where its newest event stands; may be there before the job is
 * @param events those asked for, in their order; at most {@link CourseReader#MOST_EVENTS}
 * @param complete whether these are all
 * @param readTo by partition of the topic of job events: the offset that is read next
 * @param submissionsReadTo likewise, of each topic of jobs
 */
record CourseView(
        Optional<JobView> job,
        int attempt,
        int attemptBefore,
        Optional<EventPlace> last,
        List<Event> events,
        boolean complete,
        Map<Integer, Long> readTo,
        Map<String, Map<Integer, Long>> submissionsReadTo) {

    /** @param payload the {@code JobEvent} as it came */
    record Event(int partition, long offset, byte[] payload) {}
}
