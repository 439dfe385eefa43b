package io.unstir.gateway.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;

/** How the gateways share topics: each partition has one reader, and what a dead one had goes to another soon. */
final class Groups {
    private static final int SESSION_MS = 10_000;
    private static final int HEARTBEAT_MS = 3_000;

    /** A group that nobody was in for so long is forgotten by the broker, and begins at the oldest record again. */
    private static final Duration MEMORY = Duration.ofDays(7);

    private Groups() {}

    static Map<String, Object> settings(Map<String, Object> broker, String group) {
        var settings = new HashMap<String, Object>();
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MS);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MS);
        settings.putAll(broker);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, group);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        return settings;
    }

    static boolean isTooOld(ConsumerRecord<?, ?> record) {
        return record.timestamp() < Instant.now().minus(MEMORY).toEpochMilli();
    }
}
