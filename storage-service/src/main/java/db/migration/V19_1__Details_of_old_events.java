package db.migration;

import com.google.protobuf.InvalidProtocolBufferException;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.TrainingEvent;
import io.unstir.storage.topic.EventDetail;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/** Fills {@code detail} of the events that were stored before there was such a column, from their bytes, which SQL cannot read. */
public class V19_1__Details_of_old_events extends BaseJavaMigration {
    private static final int BATCH = 1000;

    private interface Reading {
        Optional<String> detail(byte[] payload) throws InvalidProtocolBufferException;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        fill(
                context.getConnection(),
                "job_events",
                "unstir.job-events",
                bytes -> EventDetail.of(JobEvent.parseFrom(bytes)));
        fill(
                context.getConnection(),
                "training_events",
                "unstir.training-events",
                bytes -> EventDetail.of(TrainingEvent.parseFrom(bytes)));
    }

    /** What was told does not change, and this is to read it: the trigger goes and comes with the transaction. */
    private static void fill(Connection connection, String table, String topic, Reading reading) throws SQLException {
        execute(connection, "DROP TRIGGER %s_stay ON %s".formatted(table, table));
        try (var rows = connection.prepareStatement("SELECT source, event_id, occurred_at, payload FROM " + table
                        + " WHERE topic = ? AND known AND detail IS NULL");
                var update = connection.prepareStatement("UPDATE " + table
                        + " SET detail = ?::jsonb WHERE source = ? AND event_id = ? AND occurred_at = ?")) {
            rows.setString(1, topic);
            rows.setFetchSize(BATCH);
            int waiting = 0;
            try (var row = rows.executeQuery()) {
                while (row.next()) {
                    var detail = detail(reading, row.getBytes("payload"));
                    if (detail.isPresent()) {
                        update.setString(1, detail.get());
                        update.setString(2, row.getString("source"));
                        update.setString(3, row.getString("event_id"));
                        update.setObject(4, row.getObject("occurred_at"));
                        update.addBatch();
                        if (++waiting % BATCH == 0) {
                            update.executeBatch();
                        }
                    }
                }
            }
            update.executeBatch();
        }
        execute(connection, """
                CREATE TRIGGER %s_stay BEFORE UPDATE ON %s
                FOR EACH ROW EXECUTE FUNCTION refuse_change('what was told does not change')""".formatted(table, table));
    }

    /** Bytes that earlier versions took and nobody can read now have no detail, as before. */
    private static Optional<String> detail(Reading reading, byte[] payload) {
        try {
            return reading.detail(payload);
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
