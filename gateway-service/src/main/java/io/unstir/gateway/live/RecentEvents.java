package io.unstir.gateway.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The newest job events of each partition as they came. Storage is at times behind the topic by so many. */
final class RecentEvents {
    private final int capacity;
    private final Map<Integer, Deque<ConsumerRecord<String, byte[]>>> byPartition = new HashMap<>();
    private final Map<Integer, Long> keptFrom = new HashMap<>();

    /** @param capacity of each partition */
    RecentEvents(int capacity) {
        this.capacity = capacity;
    }

    /** Begins anew, with nothing in memory. */
    void startAt(Map<Integer, Long> offsets) {
        byPartition.clear();
        keptFrom.clear();
        offsets.forEach((partition, offset) -> {
            byPartition.put(partition, new ArrayDeque<>());
            keptFrom.put(partition, offset);
        });
    }

    void add(ConsumerRecord<String, byte[]> record) {
        var records = byPartition.get(record.partition());
        records.addLast(record);
        if (records.size() > capacity) {
            keptFrom.put(record.partition(), records.removeFirst().offset() + 1);
        }
    }

    List<ConsumerRecord<String, byte[]>> of(String job) {
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        for (var records : byPartition.values()) {
            for (var record : records) {
                if (job.equals(record.key())) {
                    found.add(record);
                }
            }
        }
        return found;
    }

    Map<Integer, Long> keptFrom() {
        return Map.copyOf(keptFrom);
    }
}
