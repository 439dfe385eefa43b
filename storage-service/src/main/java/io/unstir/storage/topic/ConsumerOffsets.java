package io.unstir.storage.topic;

import io.unstir.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Where the intake goes on, kept beside what it wrote. */
public final class ConsumerOffsets {
    private static final String LOAD =
            "SELECT next_offset FROM consumer_offsets WHERE topic = ? AND partition = ? AND topic_id = ?";

    private static final String SAVE = """
            INSERT INTO consumer_offsets (topic, partition, topic_id, next_offset) VALUES (?, ?, ?, ?)
            ON CONFLICT (topic, partition) DO UPDATE SET
                topic_id = excluded.topic_id, next_offset = excluded.next_offset""";

    private final Sql sql;

    public ConsumerOffsets(Connection connection) {
        this.sql = new Sql(connection);
    }

    /** Empty where nothing was read of this topic, which one of the same name but another id also is. */
    public Optional<Long> load(TopicPartition partition, String topicId) throws SQLException {
        return sql.first(row -> row.getLong(1), LOAD, partition.topic(), partition.partition(), topicId);
    }

    void save(List<TopicRecord> batch) throws SQLException {
        var last = new LinkedHashMap<TopicPartition, TopicRecord>();
        batch.forEach(record -> last.put(new TopicPartition(record.topic(), record.partition()), record));
        sql.updateAll(
                SAVE,
                last.values().stream()
                        .map(record ->
                                new Object[] {record.topic(), record.partition(), record.topicId(), record.offset() + 1
                                })
                        .toList());
    }
}
