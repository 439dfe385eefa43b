package io.unstir.storage.topic;

import io.unstir.proto.Topic;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What storage takes for records, as far as it goes without a database. */
public final class HostileRecords {
    private static final Changes NOWHERE = new Changes() {
        @Override
        public void know(String statement, Object... parameters) {}

        @Override
        public void change(Object row, String statement, Object... parameters) {}

        @Override
        public <R extends Comparable<R>> void report(Object row, R rank, String statement, Object... parameters) {}

        @Override
        public void append(String statement, Object... parameters) {}
    };

    private HostileRecords() {}

    public static void job(byte[] value) throws SQLException {
        read(new JobsTopic(Topic.JOBS), value, Map.of());
    }

    public static void event(byte[] value) throws SQLException {
        read(new JobEventsTopic(), value, Map.of());
    }

    public static void control(byte[] value) throws SQLException {
        read(new JobControlTopic(), value, Map.of());
    }

    public static void checkpoint(byte[] value) throws SQLException {
        read(new CheckpointsTopic(), value, Map.of());
    }

    public static void training(byte[] value) throws SQLException {
        read(new TrainingsTopic(), value, Map.of());
    }

    public static void trainingEvent(byte[] value) throws SQLException {
        read(new TrainingEventsTopic(), value, Map.of());
    }

    public static void evaluation(byte[] value) throws SQLException {
        read(new TrainingEventsTopic(), value, Map.of("ce_type", "io.unstir.v1.CheckpointEvaluated"));
    }

    private static void read(TopicWriter writer, byte[] value, Map<String, String> headers) throws SQLException {
        var record = new TopicRecord(
                writer.topic().topicName(), "id", 0, 0, Instant.EPOCH, Optional.empty(), Optional.of(value), headers);
        try {
            writer.write(NOWHERE, record);
        } catch (UnreadableRecord parked) {
            return;
        }
    }
}
