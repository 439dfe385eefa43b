package io.unstir.storage.topic;

import io.unstir.proto.Topic;
import io.unstir.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a batch of records and the offsets after them in one transaction: both or neither. A record that cannot be read
 * or that the database refuses is parked; every other failure leaves nothing behind and goes to the caller.
 */
public final class BatchWriter {
    private static final Map<String, TopicWriter> WRITERS = Stream.of(
                    new JobsTopic(),
                    new JobControlTopic(),
                    new JobEventsTopic(),
                    new TrainingsTopic(),
                    new TrainingEventsTopic(),
                    new CheckpointsTopic())
            .collect(Collectors.toUnmodifiableMap(writer -> writer.topic().topicName(), Function.identity()));

    /** The topics that can be written. */
    public static List<String> topics() {
        return Stream.of(Topic.values())
                .map(Topic::topicName)
                .filter(WRITERS::containsKey)
                .toList();
    }

    /** How many of the batch were parked. */
    public int write(Connection connection, List<TopicRecord> batch) throws SQLException {
        connection.setAutoCommit(false);
        try {
            try {
                return writeAll(connection, batch, false);
            } catch (SQLException e) {
                if (!Refusal.isOfContent(e)) {
                    throw e;
                }
                connection.rollback();
                return writeAll(connection, batch, true);
            }
        } catch (SQLException | RuntimeException e) {
            rollback(connection, e);
            throw e;
        }
    }

    private static int writeAll(Connection connection, List<TopicRecord> batch, boolean oneByOne) throws SQLException {
        int parked = oneByOne ? writeOneByOne(connection, batch) : writeTogether(new Sql(connection), batch);
        new ConsumerOffsets(connection).save(batch);
        connection.commit();
        return parked;
    }

    private static int writeTogether(Sql sql, List<TopicRecord> batch) throws SQLException {
        var changes = new GatheredChanges();
        int parked = 0;
        for (var record : batch) {
            parked += writeOne(sql, changes, record) ? 0 : 1;
        }
        changes.make(sql);
        return parked;
    }

    /** Savepoints cost a round trip, so they are only set once the batch is known to hold a refused record. */
    private static int writeOneByOne(Connection connection, List<TopicRecord> batch) throws SQLException {
        var sql = new Sql(connection);
        int parked = 0;
        for (var record : batch) {
            var before = connection.setSavepoint();
            try {
                parked += writeOne(sql, new ImmediateChanges(sql), record) ? 0 : 1;
            } catch (SQLException e) {
                if (!Refusal.isOfContent(e)) {
                    throw e;
                }
                connection.rollback(before);
                new ParkedRecords(sql).park(record, e.getMessage());
                parked++;
            }
            connection.releaseSavepoint(before);
        }
        return parked;
    }

    private static boolean writeOne(Sql sql, Changes changes, TopicRecord record) throws SQLException {
        try {
            WRITERS.get(record.topic()).write(changes, record);
            return true;
        } catch (UnreadableRecord e) {
            new ParkedRecords(sql).park(record, e.getMessage());
            return false;
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
