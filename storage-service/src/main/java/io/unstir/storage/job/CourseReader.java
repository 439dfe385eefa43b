package io.unstir.storage.job;

import io.unstir.proto.Topic;
import io.unstir.storage.sql.Sql;
import io.unstir.storage.tenant.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads a job with its events and the offsets they go up to, all from one snapshot of the database. */
@ApplicationScoped
class CourseReader {
    static final int MOST_EVENTS = 1000;

    private static final String TOPIC = Topic.JOB_EVENTS.topicName();

    private static final String ROW = "SELECT tenant, attempt FROM jobs WHERE id = ?";

    private static final String ATTEMPT_BEFORE = """
            SELECT coalesce(max(attempt), 0) FROM job_events
            WHERE job_id = ? AND topic = ? AND partition = ? AND kafka_offset <= ?""";

    private static final String LAST = """
            SELECT partition, kafka_offset FROM job_events WHERE job_id = ? AND topic = ?
            ORDER BY kafka_offset DESC LIMIT 1""";

    private static final String EVENTS = """
            SELECT partition, kafka_offset, payload FROM job_events
            WHERE job_id = ? AND topic = ? AND (partition <> ? OR kafka_offset > ?)
            ORDER BY kafka_offset LIMIT ?""";

    private final DataSource database;

    CourseReader(DataSource database) {
        this.database = database;
    }

    /** @param after events are given only where it is */
    CourseView course(Tenant tenant, UUID id, Optional<EventPlace> after) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            var course = read(new Sql(connection), tenant, id, after);
            connection.commit();
            return course;
        }
    }

    private static CourseView read(Sql sql, Tenant tenant, UUID id, Optional<EventPlace> after) throws SQLException {
        var readTo = new ReadTo(sql).of(Topic.JOB_EVENTS);
        var submissionsReadTo = new ReadTo(sql).ofJobs();
        var row = sql.first(Row::of, ROW, id).filter(found -> !found.isOfAnotherThan(tenant));
        if (row.isEmpty()) {
            return new CourseView(Optional.empty(), 0, 0, Optional.empty(), List.of(), true, readTo, submissionsReadTo);
        }
        var events = after.isEmpty() ? List.<CourseView.Event>of() : events(sql, id, after.get());
        return new CourseView(
                JobReader.job(sql, tenant, id),
                row.get().attempt(),
                after.isEmpty() ? 0 : attemptBefore(sql, id, after.get()),
                sql.first(found -> new EventPlace(found.getInt(1), found.getLong(2)), LAST, id, TOPIC),
                events.stream().limit(MOST_EVENTS).toList(),
                events.size() <= MOST_EVENTS,
                readTo,
                submissionsReadTo);
    }

    private static int attemptBefore(Sql sql, UUID id, EventPlace after) throws SQLException {
        return sql.first(found -> found.getInt(1), ATTEMPT_BEFORE, id, TOPIC, after.partition(), after.offset())
                .orElse(0);
    }

    private static List<CourseView.Event> events(Sql sql, UUID id, EventPlace after) throws SQLException {
        return sql.list(
                found -> new CourseView.Event(found.getInt(1), found.getLong(2), found.getBytes(3)),
                EVENTS,
                id,
                TOPIC,
                after.partition(),
                after.offset(),
                MOST_EVENTS + 1);
    }

    /** @param tenant empty where only events are known */
    private record Row(Optional<String> tenant, int attempt) {
        static Row of(ResultSet row) throws SQLException {
            return new Row(Optional.ofNullable(row.getString("tenant")), row.getInt("attempt"));
        }

        boolean isOfAnotherThan(Tenant wanted) {
            return tenant.isPresent() && !tenant.get().equals(wanted.name());
        }
    }
}
