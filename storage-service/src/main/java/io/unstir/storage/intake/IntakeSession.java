package io.unstir.storage.intake;

import io.unstir.storage.topic.BatchWriter;
import io.unstir.storage.topic.CheckpointRestoration;
import io.unstir.storage.topic.ConsumerOffsets;
import io.unstir.storage.topic.TopicEnds;
import io.unstir.storage.topic.TopicRecord;
import io.unstir.storage.trace.Tracing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * From taking the writer's connection to losing it. A session that fails is thrown away; the next one moves the consumer to
 * the stored offsets, so what was not committed is read again.
 */
final class IntakeSession {
    private static final Logger LOG = Logger.getLogger(IntakeSession.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ENDS_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LOOK_FOR_MISSING_TOPICS = Duration.ofMillis(500);

    private final Connection connection;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicLookup lookup;
    private final Duration lookAfterTopics;
    private final Consumer<IntakeState> state;
    private final CaughtUp caughtUp;
    private final CheckpointRestoration restoration;
    private final IntakeMeters meters;
    private final Tracing tracing;
    private final BatchWriter writer = new BatchWriter();

    private Map<TopicPartition, String> assigned = Map.of();
    private long nextLookup = System.nanoTime();

    IntakeSession(
            Connection connection,
            KafkaConsumer<byte[], byte[]> consumer,
            TopicLookup lookup,
            Duration lookAfterTopics,
            Consumer<IntakeState> state,
            CaughtUp caughtUp,
            CheckpointRestoration restoration,
            IntakeMeters meters,
            Tracing tracing) {
        this.connection = connection;
        this.consumer = consumer;
        this.lookup = lookup;
        this.lookAfterTopics = lookAfterTopics;
        this.state = state;
        this.caughtUp = caughtUp;
        this.restoration = restoration;
        this.meters = meters;
        this.tracing = tracing;
    }

    /** One round: look after the topics when it is time, then write what came. */
    void turn() throws SQLException, InterruptedException {
        if (System.nanoTime() - nextLookup >= 0) {
            lookAfterTopics();
        }
        if (assigned.isEmpty()) {
            Thread.sleep(LOOK_FOR_MISSING_TOPICS);
        } else {
            write(consumer.poll(POLL));
        }
    }

    private void lookAfterTopics() throws SQLException, InterruptedException {
        try {
            var found = lookup.find();
            assign(found.topicIds());
            noteEnds();
            state.accept(
                    found.missing().isEmpty()
                            ? new IntakeState.Running(assigned.size())
                            : new IntakeState.Waiting("topics missing: " + String.join(", ", found.missing())));
            if (found.missing().isEmpty()) {
                noteWhereCaughtUp();
            }
            lookAgainIn(found.missing().isEmpty() ? lookAfterTopics : LOOK_FOR_MISSING_TOPICS);
        } catch (KafkaException e) {
            state.accept(new IntakeState.Waiting("Kafka does not answer"));
            LOG.warnf("kafka does not answer reason=%s", e.getMessage());
            lookAgainIn(LOOK_FOR_MISSING_TOPICS);
        }
    }

    /** All that was polled is committed here, so where the consumer stands is what the rows tell. */
    private void noteWhereCaughtUp() throws SQLException {
        var now = Instant.now();
        var ends = consumer.endOffsets(assigned.keySet(), ENDS_TIMEOUT);
        if (ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
            restoration.restore(connection);
            caughtUp.at(now);
        }
    }

    private void lookAgainIn(Duration pause) {
        nextLookup = System.nanoTime() + pause.toNanos();
    }

    /** Partitions that stay keep their position; new ones, and those of a topic made anew, go to the stored one. */
    private void assign(Map<TopicPartition, String> found) throws SQLException {
        if (found.equals(assigned)) {
            return;
        }
        consumer.assign(found.keySet());
        var offsets = new ConsumerOffsets(connection);
        for (var partition : found.entrySet()) {
            if (!partition.getValue().equals(assigned.get(partition.getKey()))) {
                seek(partition.getKey(), offsets.load(partition.getKey(), partition.getValue()));
            }
        }
        connection.commit();
        assigned = found;
        LOG.infof("partitions assigned count=%d", found.size());
    }

    private void noteEnds() throws SQLException {
        var ends = consumer.endOffsets(assigned.keySet());
        new TopicEnds(connection).save(ends, Instant.now());
        connection.commit();
        meters.behind(ends.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))));
    }

    private void seek(TopicPartition partition, Optional<Long> stored) {
        stored.ifPresentOrElse(
                offset -> consumer.seek(partition, offset), () -> consumer.seekToBeginning(List.of(partition)));
    }

    private void write(ConsumerRecords<byte[], byte[]> records) throws SQLException {
        if (records.isEmpty()) {
            return;
        }
        var batch = new ArrayList<TopicRecord>(records.count());
        for (var record : records) {
            batch.add(TopicRecord.of(record, assigned.get(new TopicPartition(record.topic(), record.partition()))));
        }
        var begin = Instant.now();
        long start = System.nanoTime();
        int parked = writer.write(connection, batch);
        var end = Instant.now();
        meters.written(batch, parked, Duration.ofNanos(System.nanoTime() - start), end);
        for (var record : batch) {
            tracing.written(record.headers(), record.topic(), record.keyText(), begin, end);
        }
        LOG.debugf("batch written records=%d parked=%d", batch.size(), parked);
        if (parked > 0) {
            LOG.warnf("records parked count=%d table=parked_records", parked);
        }
    }
}
