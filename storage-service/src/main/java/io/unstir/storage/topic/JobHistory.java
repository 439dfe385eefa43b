package io.unstir.storage.topic;

import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/**
 * Appends to {@code job_events}. An occurrence that already stands there stays as it is, also where it stands in another month: no
 * index spans the partitions, but nobody else writes.
 */
record JobHistory(Changes changes) {
    private static final String ADD_MONTH = "DO $$ BEGIN PERFORM add_job_events_month('%s-01 00:00:00Z'); END $$";

    private static final String APPEND = """
            INSERT INTO job_events (source, event_id, job_id, type, occurred_at, worker, attempt, topic, partition,
                                    kafka_offset, payload, known, detail)
            SELECT told.* FROM (VALUES (?::text, ?::text, ?::uuid, ?::text, ?::timestamptz, ?::text, ?::integer, ?::text,
                                        ?::integer, ?::bigint, ?::bytea, ?::boolean, ?::jsonb))
                AS told (source, event_id, job_id, type, occurred_at, worker, attempt, topic, partition, kafka_offset,
                         payload, known, detail)
            WHERE NOT EXISTS (SELECT FROM job_events AS stored
                              WHERE stored.source = told.source AND stored.event_id = told.event_id)
            ON CONFLICT DO NOTHING""";

    void append(
            UUID job,
            String type,
            boolean known,
            Instant occurredAt,
            Optional<String> worker,
            Optional<Integer> attempt,
            Optional<String> detail,
            TopicRecord record)
            throws SQLException {
        changes.know(ADD_MONTH.formatted(YearMonth.from(occurredAt.atOffset(ZoneOffset.UTC))));
        var occurrence = record.occurrence();
        changes.append(
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
                record.value(),
                known,
                detail);
    }
}
