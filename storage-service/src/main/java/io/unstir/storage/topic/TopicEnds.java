package io.unstir.storage.topic;

import io.unstir.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Where the topics end, kept beside the offsets so that whoever reads the tables sees how far behind they are. */
public final class TopicEnds {
    private static final String SAVE = """
            INSERT INTO topic_ends (topic, partition, end_offset, seen_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (topic, partition) DO UPDATE SET end_offset = excluded.end_offset, seen_at = excluded.seen_at""";

    private final Sql sql;

    public TopicEnds(Connection connection) {
        this.sql = new Sql(connection);
    }

    public void save(Map<TopicPartition, Long> ends, Instant seenAt) throws SQLException {
        sql.updateAll(
                SAVE,
                ends.entrySet().stream()
                        .map(end ->
                                new Object[] {end.getKey().topic(), end.getKey().partition(), end.getValue(), seenAt})
                        .toList());
    }
}
