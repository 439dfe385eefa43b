package io.unstir.storage.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.unstir.storage.topic.BatchWriter;
import io.unstir.storage.topic.TopicRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** How far the rows are behind the topics, and how long rows take, for Prometheus. */
@ApplicationScoped
class IntakeMeters {
    private static final Duration[] BATCH_TIMES = {
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2)
    };
    private static final Duration[] DELAYS = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofMinutes(10)
    };

    private final Timer batches;
    private final Timer delay;
    private final Counter parked;
    private final Map<String, Counter> records = new HashMap<>();
    /** By topic; empty where this process does not write. */
    private volatile Map<String, Long> lags = Map.of();

    IntakeMeters(MeterRegistry meters) {
        batches = Timer.builder("unstir.storage.batch")
                .description("A transaction of records and their offsets in PostgreSQL")
                .serviceLevelObjectives(BATCH_TIMES)
                .register(meters);
        delay = Timer.builder("unstir.storage.delay")
                .description("From a record's time until it is a row, the oldest of each batch")
                .serviceLevelObjectives(DELAYS)
                .register(meters);
        parked = Counter.builder("unstir.storage.parked")
                .description("Records that could not be written and were put aside")
                .register(meters);
        for (var topic : BatchWriter.topics()) {
            records.put(
                    topic,
                    Counter.builder("unstir.storage.records")
                            .description("Records that became rows")
                            .tag("topic", topic)
                            .register(meters));
            Gauge.builder("unstir.storage.intake.lag", () -> lags.get(topic))
                    .description("Records of the topic that are no rows yet, as of the last look")
                    .tag("topic", topic)
                    .register(meters);
        }
    }

    void written(List<TopicRecord> batch, int unwritable, Duration took, Instant now) {
        batches.record(took);
        parked.increment(unwritable);
        var oldest = batch.getFirst().recordedAt();
        for (var record : batch) {
            records.get(record.topic()).increment();
            oldest = record.recordedAt().isBefore(oldest) ? record.recordedAt() : oldest;
        }
        delay.record(oldest.isBefore(now) ? Duration.between(oldest, now) : Duration.ZERO);
    }

    /** @param behind records between where the intake stands and the end */
    void behind(Map<TopicPartition, Long> behind) {
        var byTopic = new HashMap<String, Long>();
        behind.forEach((partition, lag) -> byTopic.merge(partition.topic(), lag, Long::sum));
        lags = Map.copyOf(byTopic);
    }

    void unknown() {
        lags = Map.of();
    }
}
