package io.unstir.storage.topic;

import io.unstir.storage.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Appends to {@code job_events}. An occurrence that already stands there stays as it is. */
record JobHistory(Sql sql) {
    private static final String APPEND = """
            INSERT INTO job_events (source, event_id, job_id, type, occurred_at, worker, attempt, topic, partition,
                                    kafka_offset, payload)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING""";

    void append(
            UUID job,
            String type,
            Instant occurredAt,
            Optional<String> worker,
            Optional<Integer> attempt,
            TopicRecord record)
            throws SQLException {
        var occurrence = record.occurrence();
        sql.update(
                APPEND,
                occurrence.source(),
                occurrence.id(),
                job,
                type,
                occurredAt,
                worker,
                attempt,
                record.topic(),
                record.partition(),
                record.offset(),
                record.value());
    }
}
