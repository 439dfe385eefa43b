package io.unstir.storage.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the database answers and the intake runs, or stands by for one that does. */
@Readiness
@ApplicationScoped
class StorageReadiness implements HealthCheck {
    private static final int DEADLINE_SECONDS = 2;

    private final Intake intake;
    private final DataSource database;

    StorageReadiness(Intake intake, DataSource database) {
        this.intake = intake;
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        var state = intake.state();
        var databaseAnswers = state.ready() && databaseAnswers();
        return HealthCheckResponse.named("storage")
                .status(databaseAnswers)
                .withData("intake", state.describe())
                .build();
    }

    private boolean databaseAnswers() {
        try (var connection = database.getConnection()) {
            return connection.isValid(DEADLINE_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }
}
