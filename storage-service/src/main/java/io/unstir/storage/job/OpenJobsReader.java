package io.unstir.storage.job;

import io.unstir.proto.Topic;
import io.unstir.storage.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Reads the jobs on their way and the offsets they go up to, from one snapshot of the database. */
@ApplicationScoped
class OpenJobsReader {
    /** Gateways count a job for a day at most, and not more of them than this. */
    private static final String OPEN = """
            SELECT id, tenant, key_id FROM jobs
            WHERE NOT terminal AND submitted_at > now() - interval '1 day'
            ORDER BY submitted_at LIMIT 200000""";

    private final DataSource database;

    OpenJobsReader(DataSource database) {
        this.database = database;
    }

    OpenJobsView open() throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            var sql = new Sql(connection);
            var readTo = new ReadTo(sql);
            var view =
                    new OpenJobsView(sql.list(OpenJobsReader::job, OPEN), readTo.of(Topic.JOB_EVENTS), readTo.ofJobs());
            connection.commit();
            return view;
        }
    }

    private static OpenJobsView.Job job(ResultSet row) throws SQLException {
        return new OpenJobsView.Job(
                row.getString("id"), row.getString("tenant"), Optional.ofNullable(row.getString("key_id")));
    }
}
