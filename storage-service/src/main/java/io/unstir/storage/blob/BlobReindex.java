package io.unstir.storage.blob;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.unstir.storage.schema.Schema;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Gives a row to each blob of the store, once after the database was made: without a row a blob would never be collected. Beside all else,
 * and again until it is done.
 */
@ApplicationScoped
class BlobReindex {
    private static final Logger LOG = Logger.getLogger(BlobReindex.class);
    private static final Duration WAIT_FOR_TABLES = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int PAGE = 1000;

    private final BlobStore store;
    private final BlobIndex index;
    private final Schema schema;
    private final Thread thread = Thread.ofVirtual().name("blob-reindex").unstarted(this::run);

    BlobReindex(BlobStore store, BlobIndex index, Schema schema) {
        this.store = store;
        this.index = index;
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
            while (!schema.isMigrated()) {
                Thread.sleep(WAIT_FOR_TABLES);
            }
            while (!isDone()) {
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            LOG.debug("blob reindex interrupted");
        }
    }

    private boolean isDone() {
        try {
            if (!index.isComplete(store.place())) {
                int added = goThrough();
                index.complete(store.place());
                LOG.infof("blobs indexed store=%s added=%d", store.place(), added);
            }
            return true;
        } catch (SQLException | IOException e) {
            LOG.warnf("blobs not indexed, tried again in %s: %s", PAUSE, e.getMessage());
            return false;
        }
    }

    private int goThrough() throws SQLException, IOException {
        int added = 0;
        String after = "";
        while (true) {
            var page = store.list(after, PAGE);
            added += index.addMissing(page);
            if (page.size() < PAGE) {
                return added;
            }
            after = page.getLast().digest().hex();
        }
    }
}
