package io.unstir.storage.topic;

import io.unstir.proto.Topic;
import io.unstir.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes a batch of records and the offsets after them in one transaction: both or neither. A record that cannot be read, that the
 * database refuses, or that fails alone each time for whatever cause, is parked; every other failure leaves nothing behind and goes to
 * the caller.
 */
public final class BatchWriter {
    private static final int TRIES = 3;

    private static final List<TopicWriter> ALL = List.of(
            new JobsTopic(Topic.JOBS),
            new JobsTopic(Topic.JOBS_BULK),
            new JobControlTopic(),
            new JobEventsTopic(),
            new TrainingsTopic(),
            new TrainingEventsTopic(),
            new CheckpointsTopic());

    private final Map<String, TopicWriter> writers;

    public BatchWriter() {
        this(ALL);
    }

    BatchWriter(List<TopicWriter> writers) {
        this.writers = writers.stream()
                .collect(Collectors.toUnmodifiableMap(writer -> writer.topic().topicName(), Function.identity()));
    }

    /** The topics that can be written. */
    public static List<String> topics() {
        return ALL.stream()
                .map(TopicWriter::topic)
                .sorted()
                .map(Topic::topicName)
                .toList();
    }

    /** How many of the batch were parked. */
    public int write(Connection connection, List<TopicRecord> batch) throws SQLException {
        connection.setAutoCommit(false);
        try {
            try {
                return writeAll(connection, batch, false);
            } catch (SQLException | RuntimeException e) {
                if (Refusal.of(e) == Refusal.SURROUNDINGS) {
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

    private int writeAll(Connection connection, List<TopicRecord> batch, boolean oneByOne) throws SQLException {
        int parked = oneByOne ? writeOneByOne(connection, batch) : writeTogether(new Sql(connection), batch);
        new ConsumerOffsets(connection).save(batch);
        connection.commit();
        return parked;
    }

    private int writeTogether(Sql sql, List<TopicRecord> batch) throws SQLException {
        var changes = new GatheredChanges();
        int parked = 0;
        for (var record : batch) {
            parked += writeOne(sql, changes, record) ? 0 : 1;
        }
        changes.make(sql);
        return parked;
    }

    /** Savepoints cost a round trip, so they are only set once the batch is known to hold a refused record. */
    private int writeOneByOne(Connection connection, List<TopicRecord> batch) throws SQLException {
        int parked = 0;
        for (var record : batch) {
            var before = connection.setSavepoint();
            parked += writeAlone(connection, before, record) ? 0 : 1;
            connection.releaseSavepoint(before);
        }
        return parked;
    }

    private boolean writeAlone(Connection connection, Savepoint before, TopicRecord record) throws SQLException {
        var sql = new Sql(connection);
        for (int attempt = 1; ; attempt++) {
            try {
                return writeOne(sql, new ImmediateChanges(sql), record);
            } catch (SQLException | RuntimeException e) {
                var refusal = Refusal.of(e);
                if (refusal == Refusal.SURROUNDINGS) {
                    throw e;
                }
                connection.rollback(before);
                if (refusal == Refusal.CONTENT || attempt == TRIES) {
                    new ParkedRecords(sql).park(record, reason(e, attempt));
                    return false;
                }
            }
        }
    }

    private static String reason(Exception e, int attempts) {
        var cause = e instanceof SQLException ? e.getMessage() : e.toString();
        return attempts == 1 ? cause : "failed alone %d times: %s".formatted(attempts, cause);
    }

    private boolean writeOne(Sql sql, Changes changes, TopicRecord record) throws SQLException {
        try {
            writers.get(record.topic()).write(changes, record);
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
