package io.unstir.gateway.live;

import io.unstir.gateway.config.GatewayConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/**
 * The newest submissions, accepted by any gateway, as they stand on the topics: a job is known from here before storage has
 * read it. Bounded in bytes; how far back it reaches is known, so that what is not here is not mistaken for what is not.
 */
@Singleton
public class RecentJobs {
    /** Of an entry besides its record, about. */
    private static final int OVERHEAD = 300;

    private final long capacity;
    private final Map<String, Entry> byId = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> keptFrom = new HashMap<>();
    private final Map<TopicPartition, Long> readTo = new HashMap<>();
    private long bytes;

    @Inject
    RecentJobs(GatewayConfig config) {
        this(config.gateway().recentJobBytes());
    }

    RecentJobs(long capacity) {
        this.capacity = capacity;
    }

    /** What is here of a job, and from which offsets on it would be. */
    public record Lookup(Optional<byte[]> submission, Map<TopicPartition, Long> keptFrom) {
        /** Whether the job is neither here nor in a storage that has read up to these offsets. */
        public boolean isAll(Map<TopicPartition, Long> storedTo) {
            return keptFrom.entrySet().stream()
                    .allMatch(kept -> kept.getValue() <= storedTo.getOrDefault(kept.getKey(), 0L));
        }
    }

    private record Entry(byte[] submission, TopicPartition partition, long offset) {
        int size() {
            return submission.length + OVERHEAD;
        }
    }

    /** Only what the broker has acknowledged. The first submission of an id is the job. */
    public synchronized void add(String id, byte[] submission, TopicPartition partition, long offset) {
        var entry = new Entry(submission, partition, offset);
        if (byId.putIfAbsent(id, entry) != null) {
            return;
        }
        bytes += entry.size();
        var oldestFirst = byId.values().iterator();
        while (bytes > capacity && oldestFirst.hasNext()) {
            var oldest = oldestFirst.next();
            oldestFirst.remove();
            bytes -= oldest.size();
            keptFrom.merge(oldest.partition(), oldest.offset() + 1, Math::max);
        }
    }

    public synchronized Lookup look(String id) {
        return new Lookup(Optional.ofNullable(byId.get(id)).map(Entry::submission), Map.copyOf(keptFrom));
    }

    /** Reading begins at these offsets, whatever was before. */
    synchronized void startAt(Map<TopicPartition, Long> offsets) {
        offsets.forEach((partition, offset) -> keptFrom.merge(partition, offset, Math::max));
        readTo(offsets);
    }

    synchronized void readTo(Map<TopicPartition, Long> offsets) {
        readTo.putAll(offsets);
        notifyAll();
    }

    /** Whether all below these offsets was read before the time was up. */
    synchronized boolean awaitRead(Map<TopicPartition, Long> offsets, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!offsets.entrySet().stream().allMatch(end -> readTo.getOrDefault(end.getKey(), -1L) >= end.getValue())) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
