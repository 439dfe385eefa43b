package io.unstir.storage.schema;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.exception.FlywaySqlException;

/**
 * Brings the tables to this version's shape. Called by the intake before it writes, and not by Quarkus at start, so that a
 * database which comes up late delays writing but neither the process nor its blobs.
 */
@ApplicationScoped
public class Schema {
    /** PostgreSQL's state. */
    private static final String DEADLOCK = "40P01";

    private final Flyway flyway;
    private final AtomicBoolean migrated = new AtomicBoolean();

    Schema(Flyway flyway) {
        this.flyway = flyway;
    }

    /**
     * Returns when the schema is current. An unreachable database is an SQLException, like everywhere else. So is one in which an
     * earlier version writes, where the two waited for each other and this one had to give way: what was done stays, and the next time it goes on.
     */
    public void migrate() throws SQLException {
        if (migrated.get()) {
            return;
        }
        try {
            flyway.migrate();
        } catch (FlywaySqlException e) {
            throw new SQLException("cannot migrate: " + e.getCause().getMessage(), e);
        } catch (FlywayException e) {
            throw deadlock(e)
                    .map(cause -> new SQLException("cannot migrate yet: " + cause.getMessage(), cause.getSQLState(), e))
                    .orElseThrow(() -> e);
        }
        migrated.set(true);
    }

    private static Optional<SQLException> deadlock(FlywayException e) {
        return Stream.iterate(e.getCause(), Objects::nonNull, Throwable::getCause)
                .filter(cause -> cause instanceof SQLException sql && DEADLOCK.equals(sql.getSQLState()))
                .map(SQLException.class::cast)
                .findFirst();
    }

    public boolean isMigrated() {
        return migrated.get();
    }
}
