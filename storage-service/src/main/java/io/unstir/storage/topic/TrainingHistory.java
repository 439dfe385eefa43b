package io.unstir.storage.topic;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Appends to {@code training_events}. An occurrence that already stands there stays as it is. */
record TrainingHistory(Changes changes) {
    private static final String APPEND = """
            INSERT INTO training_events (source, event_id, training_id, type, occurred_at, worker, topic, partition,
                                         kafka_offset, payload, known, detail)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
            ON CONFLICT DO NOTHING""";

    void append(
            String training,
            String type,
            boolean known,
            Instant occurredAt,
            Optional<String> worker,
            Optional<String> detail,
            TopicRecord record)
            throws SQLException {
        var occurrence = record.occurrence();
        changes.append(
                APPEND,
                occurrence.source(),
                occurrence.id(),
                training,
                type,
                occurredAt,
                worker,
                record.topic(),
                record.partition(),
                record.offset(),
                record.value(),
                known,
                detail);
    }
}
