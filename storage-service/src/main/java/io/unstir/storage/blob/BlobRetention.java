package io.unstir.storage.blob;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.unstir.storage.intake.CaughtUp;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Has unnamed blobs removed from time to time, where that is configured and this process's rows are up to date. */
@ApplicationScoped
class BlobRetention {
    private static final Logger LOG = Logger.getLogger(BlobRetention.class);
    private static final Duration LEAST = Duration.ofHours(1);

    private final BlobCollector collector;
    private final CaughtUp caughtUp;
    private final BlobConfig config;
    private final Thread thread = Thread.ofVirtual().name("blob-retention").unstarted(this::run);

    BlobRetention(BlobCollector collector, CaughtUp caughtUp, BlobConfig config) {
        this.collector = collector;
        this.caughtUp = caughtUp;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        config.keepUnnamed().ifPresent(keep -> {
            if (keep.compareTo(LEAST) < 0) {
                throw new IllegalArgumentException(
                        "unstir.blobs.keep-unnamed is %s, must be at least %s".formatted(keep, LEAST));
            }
            thread.start();
        });
    }

    void stop(@Observes ShutdownEvent event) {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(config.collectEvery());
                collect();
            }
        } catch (InterruptedException e) {
            LOG.debug("blob retention interrupted");
        }
    }

    private void collect() {
        var until = caughtUp.until();
        if (until.isEmpty()) {
            return;
        }
        try {
            var collected =
                    collector.collect(until.get().minus(config.keepUnnamed().orElseThrow()));
            LOG.infof("unnamed blobs removed count=%d bytes=%d", collected.blobs(), collected.bytes());
        } catch (SQLException | IOException | RuntimeException e) {
            LOG.warnf("unnamed blobs not removed, tried again in %s: %s", config.collectEvery(), e.getMessage());
        }
    }
}
