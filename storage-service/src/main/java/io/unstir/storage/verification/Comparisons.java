package io.unstir.storage.verification;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.unstir.storage.schema.Schema;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Has pictures compared soon after their verification came out different, beside the intake, which is not to wait for files. */
@ApplicationScoped
class Comparisons {
    private static final Logger LOG = Logger.getLogger(Comparisons.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(15);

    private final Comparer comparer;
    private final Schema schema;
    private final Thread thread = Thread.ofVirtual().name("comparisons").unstarted(this::run);

    Comparisons(Comparer comparer, Schema schema) {
        this.comparer = comparer;
        this.schema = schema;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(compare());
            }
        } catch (InterruptedException e) {
            LOG.debug("comparisons interrupted");
        }
    }

    /** Returns how long to wait. */
    private Duration compare() {
        if (!schema.isMigrated()) {
            return PAUSE;
        }
        try {
            comparer.compareAll();
            return PAUSE;
        } catch (SQLException e) {
            // The intake says so where the database does not answer.
            LOG.debugf("pictures not compared reason='%s'", e.getMessage());
            return PAUSE;
        } catch (IOException | RuntimeException e) {
            LOG.warnf("pictures not compared again=%s reason='%s'", AFTER_FAILURE, e.getMessage());
            return AFTER_FAILURE;
        }
    }
}
