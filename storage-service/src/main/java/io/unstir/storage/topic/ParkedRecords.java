package io.unstir.storage.topic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.unstir.storage.sql.Sql;
import io.unstir.storage.trace.Tracing;
import java.sql.SQLException;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Keeps what could not be read or written, as it came. */
record ParkedRecords(Sql sql) {
    private static final Logger LOG = Logger.getLogger(ParkedRecords.class);
    private static final String PARK = """
            INSERT INTO parked_records (topic, partition, topic_id, kafka_offset, recorded_at, record_key, payload, headers,
                                        reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)
            ON CONFLICT DO NOTHING""";

    void park(TopicRecord record, String reason) throws SQLException {
        tell(record);
        sql.update(
                PARK,
                record.topic(),
                record.partition(),
                record.topicId(),
                record.offset(),
                record.recordedAt(),
                record.key(),
                record.value(),
                json(record.headers()),
                storable(reason));
    }

    /** Without the reason, which may quote what the record holds; it stands in the row. */
    private static void tell(TopicRecord record) {
        MDC.put("jobId", record.keyText());
        var trace = Tracing.of(record.headers());
        if (trace.isValid()) {
            MDC.put("traceId", trace.getTraceId());
        }
        LOG.warnf(
                "record parked topic=%s partition=%d offset=%d key=%s",
                record.topic(), record.partition(), record.offset(), record.keyText());
        MDC.clear();
    }

    private static String json(Map<String, String> headers) {
        var json = JsonNodeFactory.instance.objectNode();
        headers.forEach((name, value) -> json.put(storable(name), storable(value)));
        return json.toString();
    }

    /** PostgreSQL's text has no NUL, and a parked record must always find its place. */
    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
