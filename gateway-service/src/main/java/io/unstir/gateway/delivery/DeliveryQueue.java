package io.unstir.gateway.delivery;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Deliveries in hand: those that wait for their time, those that wait for their receiver to have room, and how many are under
 * way. A receiver that is slow fills its own line only; who comes when that is full has to be put aside.
 */
final class DeliveryQueue {
    private final Limits limits;
    private final PriorityQueue<Held> early =
            new PriorityQueue<>(Comparator.comparing(Held::due).thenComparingLong(Held::offset));
    private final Map<String, Deque<Held>> lines = new LinkedHashMap<>();
    private final Map<String, Integer> waitingOfTenant = new HashMap<>();
    private final Map<String, Integer> busyReceivers = new HashMap<>();
    private final Map<String, Integer> busyTenants = new HashMap<>();
    private int busy;

    /**
     * What is to be done now.
     *
     * @param aside there is no room for them: to be written down for later
     */
    record Step(List<Held> start, List<Held> aside) {}

    DeliveryQueue(Limits limits) {
        this.limits = limits;
    }

    synchronized void add(Held held) {
        early.add(held);
    }

    /** Those whose time has come. Each that is started must be {@link #ended}. */
    synchronized Step take(Instant now) {
        var step = new Step(new ArrayList<>(), new ArrayList<>());
        while (!early.isEmpty() && !early.peek().due().isAfter(now)) {
            place(early.poll(), step);
        }
        return step;
    }

    private void place(Held held, Step step) {
        var line = lines.getOrDefault(held.receiver(), new ArrayDeque<>());
        if (line.isEmpty() && hasRoom(held)) {
            begin(held);
            step.start.add(held);
        } else if (line.size() < limits.waiting()
                && waitingOfTenant.getOrDefault(tenant(held), 0) < limits.waitingOfTenant()) {
            line.add(held);
            lines.put(held.receiver(), line);
            count(waitingOfTenant, tenant(held), 1);
        } else {
            step.aside.add(held);
        }
    }

    /** Makes room; returns those that have it now and are to be started. */
    synchronized List<Held> ended(Held held) {
        busy--;
        count(busyReceivers, held.receiver(), -1);
        count(busyTenants, tenant(held), -1);
        var start = new ArrayList<Held>();
        for (var line : lines.values()) {
            while (!line.isEmpty() && hasRoom(line.peek())) {
                var next = line.poll();
                count(waitingOfTenant, tenant(next), -1);
                begin(next);
                start.add(next);
            }
        }
        lines.values().removeIf(Deque::isEmpty);
        return start;
    }

    /** Somebody else has these now; what is under way comes to its end. */
    synchronized void forget(Set<TopicPartition> partitions) {
        early.removeIf(held -> partitions.contains(held.partition()));
        for (var line : lines.values()) {
            for (var held : List.copyOf(line)) {
                if (partitions.contains(held.partition())) {
                    line.remove(held);
                    count(waitingOfTenant, tenant(held), -1);
                }
            }
        }
        lines.values().removeIf(Deque::isEmpty);
    }

    private boolean hasRoom(Held held) {
        return busy < limits.inAll()
                && busyReceivers.getOrDefault(held.receiver(), 0) < limits.perReceiver()
                && busyTenants.getOrDefault(tenant(held), 0) < limits.perTenant();
    }

    private void begin(Held held) {
        busy++;
        count(busyReceivers, held.receiver(), 1);
        count(busyTenants, tenant(held), 1);
    }

    private static String tenant(Held held) {
        return held.delivery().getTenant();
    }

    private static void count(Map<String, Integer> counts, String key, int change) {
        counts.merge(key, change, (before, by) -> before + by == 0 ? null : before + by);
    }
}
