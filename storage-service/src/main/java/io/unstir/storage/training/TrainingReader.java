package io.unstir.storage.training;

import io.unstir.proto.Topic;
import io.unstir.storage.sql.Sql;
import io.unstir.storage.tenant.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Reads training runs. */
@ApplicationScoped
class TrainingReader {
    // A run that nobody asked for over Kafka began when it started, and is the default tenant's.
    private static final String RUNS = """
            SELECT *, coalesce(requested_at, started_at) AS created_at FROM training_runs
            WHERE coalesce(tenant, 'default') = ?""";

    private static final String TRAINING = RUNS + " AND id = ?";

    // What is known by later events alone has no time yet, and appears when its request or start has come.
    private static final String FIRST_PAGE = RUNS + """
             AND coalesce(requested_at, started_at) IS NOT NULL
            ORDER BY coalesce(requested_at, started_at) DESC, id DESC LIMIT ?""";

    private static final String NEXT_PAGE = RUNS + """
             AND (coalesce(requested_at, started_at), id) < (?, ?)
            ORDER BY coalesce(requested_at, started_at) DESC, id DESC LIMIT ?""";

    /** Every n-th report where there are too many, counted from the newest, so that a long run's curve stays whole. */
    private static final String EVENTS = """
            SELECT kafka_offset, payload FROM (
                SELECT kafka_offset, payload, count(*) OVER kind AS many, row_number() OVER newest_first AS nth
                FROM training_events WHERE training_id = ? AND topic = ? AND kafka_offset > ?
                WINDOW kind AS (PARTITION BY type), newest_first AS (PARTITION BY type ORDER BY kafka_offset DESC)
            ) AS told
            WHERE (nth - 1) % ceil(many / ?::numeric) = 0
            ORDER BY kafka_offset""";

    private final DataSource database;

    TrainingReader(DataSource database) {
        this.database = database;
    }

    Optional<TrainingView> training(Tenant tenant, String id) throws SQLException {
        try (var connection = database.getConnection()) {
            return training(new Sql(connection), tenant, id);
        }
    }

    TrainingPage page(Tenant tenant, int limit, Optional<TrainingCursor> after) throws SQLException {
        try (var connection = database.getConnection()) {
            var sql = new Sql(connection);
            var found = after.isEmpty()
                    ? sql.list(TrainingReader::view, FIRST_PAGE, tenant.name(), limit + 1)
                    : sql.list(
                            TrainingReader::view,
                            NEXT_PAGE,
                            tenant.name(),
                            after.get().createdAt(),
                            after.get().id(),
                            limit + 1);
            var page = found.stream().limit(limit).toList();
            return new TrainingPage(
                    page, found.size() > limit ? Optional.of(cursor(page.getLast())) : Optional.empty());
        }
    }

    /**
     * The run and its events of one moment.
     *
     * @param after events up to this offset are left out
     * @param most of each kind of event
     */
    Optional<TrainingHistoryView> history(Tenant tenant, String id, long after, int most) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            var sql = new Sql(connection);
            var training = training(sql, tenant, id);
            var events = training.isEmpty() ? List.<TrainingHistoryView.Event>of() : events(sql, id, after, most);
            connection.commit();
            return training.map(found -> new TrainingHistoryView(found, events));
        }
    }

    private static Optional<TrainingView> training(Sql sql, Tenant tenant, String id) throws SQLException {
        return sql.first(TrainingReader::view, TRAINING, tenant.name(), id);
    }

    private static List<TrainingHistoryView.Event> events(Sql sql, String id, long after, int most)
            throws SQLException {
        return sql.list(
                row -> new TrainingHistoryView.Event(row.getLong(1), row.getBytes(2)),
                EVENTS,
                id,
                Topic.TRAINING_EVENTS.topicName(),
                after,
                most);
    }

    private static String cursor(TrainingView last) {
        return new TrainingCursor(last.createdAt().orElseThrow(), last.id()).toString();
    }

    private static TrainingView view(ResultSet row) throws SQLException {
        return new TrainingView(
                row.getString("id"),
                row.getString("status"),
                Optional.ofNullable(row.getString("model")),
                row.getLong("step"),
                Optional.ofNullable(row.getObject("total_steps", Long.class)),
                Optional.ofNullable(row.getObject("loss", Double.class)),
                Optional.ofNullable(row.getObject("images_per_second", Double.class)),
                checkpoint(row),
                failure(row),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "started_at"),
                Sql.instant(row, "completed_at"));
    }

    private static Optional<TrainingView.Checkpoint> checkpoint(ResultSet row) throws SQLException {
        var digest = row.getString("checkpoint_digest");
        return digest == null
                ? Optional.empty()
                : Optional.of(new TrainingView.Checkpoint(row.getString("model"), row.getString("version"), digest));
    }

    private static Optional<TrainingView.Failure> failure(ResultSet row) throws SQLException {
        var code = row.getString("error_code");
        return code == null
                ? Optional.empty()
                : Optional.of(new TrainingView.Failure(code, row.getString("error_message")));
    }
}
