package io.unstir.gateway.live;

import java.util.List;
import java.util.Map;

/**
 * A follower's place in the feed. It hears everything after {@code recent}.
 *
 * @param recent the job's events that this gateway still has in memory
 * @param keptFrom by partition: from this offset on memory has all events
 * @param leave ends it
 */
public record Following(List<PlacedEvent> recent, Map<Integer, Long> keptFrom, Runnable leave)
        implements AutoCloseable {
    /** Whether events below {@code readTo}, and those in memory or still to come, are all there are. */
    public boolean goesOnFrom(Map<Integer, Long> readTo) {
        return keptFrom.entrySet().stream().allMatch(kept -> kept.getValue() <= readTo.getOrDefault(kept.getKey(), 0L));
    }

    @Override
    public void close() {
        leave.run();
    }
}
