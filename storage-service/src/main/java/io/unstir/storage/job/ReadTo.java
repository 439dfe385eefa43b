package io.unstir.storage.job;

import io.unstir.proto.Topic;
import io.unstir.storage.sql.Sql;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** How far the tables go, by topic and partition: the offset that is read next. */
record ReadTo(Sql sql) {
    private static final String OFFSETS = "SELECT partition, next_offset FROM consumer_offsets WHERE topic = ?";

    Map<Integer, Long> of(Topic topic) throws SQLException {
        var offsets = new HashMap<Integer, Long>();
        sql.list(found -> offsets.put(found.getInt(1), found.getLong(2)), OFFSETS, topic.topicName());
        return Map.copyOf(offsets);
    }

    /** Of each topic of jobs, by its name. */
    Map<String, Map<Integer, Long>> ofJobs() throws SQLException {
        var byTopic = new HashMap<String, Map<Integer, Long>>();
        for (var topic : Topic.OF_JOBS) {
            byTopic.put(topic.topicName(), of(topic));
        }
        return Map.copyOf(byTopic);
    }
}
