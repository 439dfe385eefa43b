package io.unstir.storage.training;

import io.unstir.storage.sql.Sql;
import io.unstir.storage.tenant.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Reads training runs. */
@ApplicationScoped
class TrainingReader {
    // A run that nobody asked for over Kafka began when it started, and is the default tenant's.
    private static final String TRAINING =
            "SELECT *, coalesce(requested_at, started_at) AS created_at FROM training_runs WHERE id = ? AND coalesce(tenant, 'default') = ?";

    private final DataSource database;

    TrainingReader(DataSource database) {
        this.database = database;
    }

    Optional<TrainingView> training(Tenant tenant, String id) throws SQLException {
        try (var connection = database.getConnection()) {
            return new Sql(connection).first(TrainingReader::view, TRAINING, id, tenant.name());
        }
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
