package io.unstir.gateway.system;

import io.unstir.proto.Moment;
import io.unstir.proto.v1.ReplicaSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The newest word of each replica, by name. */
record Replicas(Map<String, ReplicaSeen> byName) {
    static final Replicas NONE = new Replicas(Map.of());

    /** Three times it may have been late; then something is wrong. */
    private static final Duration SILENT = Duration.ofSeconds(20);

    /** Then it is gone for good, or was stopped on purpose. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(5);

    Replicas after(ReplicaSeen seen) {
        var all = new HashMap<>(byName);
        all.put(seen.getName(), seen);
        return new Replicas(Map.copyOf(all));
    }

    /** Those heard of lately, by name. */
    List<ReplicaSeen> lately(Instant now) {
        return byName.values().stream()
                .filter(replica -> at(replica).isAfter(now.minus(FORGOTTEN)))
                .sorted(Comparator.comparing(ReplicaSeen::getName))
                .toList();
    }

    /** How many of a kind are alive. */
    long alive(Predicate<ReplicaSeen> kind, Instant now) {
        return byName.values().stream()
                .filter(kind)
                .filter(replica -> alive(replica, now))
                .count();
    }

    static boolean alive(ReplicaSeen replica, Instant now) {
        return at(replica).isAfter(now.minus(SILENT));
    }

    static Instant at(ReplicaSeen replica) {
        return Moment.of(replica.getAt());
    }
}
