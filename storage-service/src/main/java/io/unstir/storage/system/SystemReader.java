package io.unstir.storage.system;

import io.unstir.storage.sql.Sql;
import io.unstir.storage.tenant.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Reads how busy the system is. */
@ApplicationScoped
class SystemReader {
    private static final String OPEN = """
            SELECT coalesce(sum(queued), 0) AS queued, coalesce(sum(processing), 0) AS processing,
                   coalesce(sum(steps_left), 0) AS steps_left, coalesce(max(oldest_queued_seconds), 0) AS oldest
            FROM dashboards.queue WHERE tenant = ?""";

    // Bounded, so that it costs the same however much was ever made.
    private static final String SAMPLERS = """
            SELECT worker, max(device_class) AS device_class, max(coalesce(completed_at, started_at)) AS last_seen,
                   count(*) FILTER (WHERE status = 'processing') AS processing
            FROM (SELECT * FROM jobs WHERE tenant = ? AND submitted_at IS NOT NULL
                  ORDER BY submitted_at DESC, id DESC LIMIT 500) AS newest
            WHERE worker IS NOT NULL AND started_at IS NOT NULL
            GROUP BY worker ORDER BY worker""";

    private final DataSource database;

    SystemReader(DataSource database) {
        this.database = database;
    }

    SystemView system(Tenant tenant) throws SQLException {
        try (var connection = database.getConnection()) {
            var sql = new Sql(connection);
            var samplers = sql.list(SystemReader::sampler, SAMPLERS, tenant.name());
            return sql.first(
                            row -> new SystemView(
                                    row.getLong("queued"),
                                    row.getLong("processing"),
                                    row.getLong("steps_left"),
                                    row.getDouble("oldest"),
                                    samplers),
                            OPEN,
                            tenant.name())
                    .orElseThrow();
        }
    }

    private static SystemView.Sampler sampler(ResultSet row) throws SQLException {
        return new SystemView.Sampler(
                row.getString("worker"),
                row.getString("device_class"),
                Sql.instant(row, "last_seen").orElseThrow(),
                row.getLong("processing"));
    }
}
