package io.unstir.storage.schema;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.internal.exception.FlywaySqlException;

/**
 * Brings the tables to this version's shape. Called by the intake before it writes, and not by Quarkus at start, so that a
 * database which comes up late delays writing but neither the process nor its blobs.
 */
@ApplicationScoped
public class Schema {
    private final Flyway flyway;
    private final AtomicBoolean migrated = new AtomicBoolean();

    Schema(Flyway flyway) {
        this.flyway = flyway;
    }

    /** Returns when the schema is current. An unreachable database is an SQLException, like everywhere else. */
    public void migrate() throws SQLException {
        if (migrated.get()) {
            return;
        }
        try {
            flyway.migrate();
        } catch (FlywaySqlException e) {
            throw new SQLException("cannot migrate: " + e.getCause().getMessage(), e);
        }
        migrated.set(true);
    }

    public boolean isMigrated() {
        return migrated.get();
    }
}
