package io.unstir.storage.system;

import io.unstir.storage.sql.Sql;
import io.unstir.storage.tenant.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Reads what the dashboards read, of one tenant, by the functions that read no more than their span. */
@ApplicationScoped
class FiguresReader {
    private static final String THROUGHPUT = """
            SELECT minute, sum(succeeded) AS succeeded, sum(failed) AS failed, sum(canceled) AS canceled, sum(images) AS images
            FROM dashboards.throughput(now() - interval '1 hour', 'infinity') WHERE tenant = ?
            GROUP BY minute ORDER BY minute""";

    private static final String LATENCY = """
            SELECT * FROM (
                SELECT *, max(hour) OVER (PARTITION BY model) AS newest
                FROM dashboards.latency(date_trunc('hour', now()) - interval '23 hours', 'infinity') WHERE tenant = ?) AS day
            WHERE hour = newest ORDER BY model, p50 LIMIT 100""";

    private static final String FAILURES = """
            SELECT cause, model, sum(jobs) AS jobs, max(for_example) AS for_example
            FROM dashboards.failures(now() - interval '7 days', 'infinity') WHERE tenant = ?
            GROUP BY cause, model ORDER BY sum(jobs) DESC, cause, model LIMIT 20""";

    private static final String USAGE = """
            SELECT model, device, sum(jobs) AS jobs, sum(images) AS images, sum(engine_seconds) AS engine_seconds
            FROM dashboards.usage(date_trunc('day', now(), 'UTC') - interval '6 days', 'infinity') WHERE tenant = ?
            GROUP BY model, device ORDER BY sum(engine_seconds) DESC, model LIMIT 50""";

    private static final String VERIFICATIONS = """
            SELECT model, outcome, count(*) AS images
            FROM dashboards.verifications WHERE tenant = ? AND requested_at > now() - interval '7 days'
            GROUP BY model, outcome ORDER BY model, outcome LIMIT 100""";

    private final DataSource database;

    FiguresReader(DataSource database) {
        this.database = database;
    }

    Figures figures(Tenant tenant) throws SQLException {
        try (var connection = database.getConnection()) {
            var sql = new Sql(connection);
            return new Figures(
                    sql.list(FiguresReader::minute, THROUGHPUT, tenant.name()),
                    sql.list(FiguresReader::latency, LATENCY, tenant.name()),
                    sql.list(FiguresReader::failure, FAILURES, tenant.name()),
                    sql.list(FiguresReader::usage, USAGE, tenant.name()),
                    sql.list(FiguresReader::verifications, VERIFICATIONS, tenant.name()));
        }
    }

    private static Figures.Minute minute(ResultSet row) throws SQLException {
        return new Figures.Minute(
                Sql.instant(row, "minute").orElseThrow(),
                row.getLong("succeeded"),
                row.getLong("failed"),
                row.getLong("canceled"),
                row.getLong("images"));
    }

    private static Figures.Latency latency(ResultSet row) throws SQLException {
        return new Figures.Latency(
                row.getString("model"),
                Sql.instant(row, "hour").orElseThrow(),
                row.getString("stage"),
                row.getLong("jobs"),
                row.getDouble("p50"),
                row.getDouble("p95"),
                row.getDouble("p99"));
    }

    private static Figures.Failure failure(ResultSet row) throws SQLException {
        return new Figures.Failure(
                row.getString("cause"),
                row.getString("model"),
                row.getLong("jobs"),
                Optional.ofNullable(row.getString("for_example")));
    }

    private static Figures.Usage usage(ResultSet row) throws SQLException {
        return new Figures.Usage(
                row.getString("model"),
                Optional.ofNullable(row.getString("device")),
                row.getLong("jobs"),
                row.getLong("images"),
                row.getDouble("engine_seconds"));
    }

    private static Figures.Verifications verifications(ResultSet row) throws SQLException {
        return new Figures.Verifications(row.getString("model"), row.getString("outcome"), row.getLong("images"));
    }
}
