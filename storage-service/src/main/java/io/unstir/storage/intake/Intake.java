package io.unstir.storage.intake;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.unstir.storage.schema.Schema;
import io.unstir.storage.topic.BatchWriter;
import io.unstir.storage.topic.CheckpointRestoration;
import io.unstir.storage.topic.StoredBytes;
import io.unstir.storage.trace.Tracing;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * The thread that brings events from Kafka into PostgreSQL, for as long as the process lives. Whatever is away, it waits for;
 * see docs/decisions/0003-storage-consumes-by-stored-offsets.md.
 */
@ApplicationScoped
class Intake {
    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final Duration STANDBY_PAUSE = Duration.ofMillis(250);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
    private static final int ENDED_BY_ERROR = 1;

    private final DataSource database;
    private final Schema schema;
    private final KafkaClients kafka;
    private final IntakeConfig config;
    private final CaughtUp caughtUp;
    private final CheckpointRestoration restoration;
    private final IntakeMeters meters;
    private final Tracing tracing;
    private final Thread thread = Thread.ofPlatform().name("intake").daemon().unstarted(this::run);

    private volatile IntakeState state = new IntakeState.Waiting("starting");
    private volatile boolean stopping;
    private Duration backoff = FIRST_BACKOFF;

    Intake(
            DataSource database,
            Schema schema,
            KafkaClients kafka,
            IntakeConfig config,
            CaughtUp caughtUp,
            StoredBytes blobs,
            IntakeMeters meters,
            Tracing tracing) {
        this.tracing = tracing;
        this.meters = meters;
        this.database = database;
        this.schema = schema;
        this.kafka = kafka;
        this.config = config;
        this.caughtUp = caughtUp;
        this.restoration = new CheckpointRestoration(blobs);
    }

    IntakeState state() {
        return state;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    /** Lets the batch in hand be committed; what is cut off nevertheless is read again next time. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        thread.join(STOP_PATIENCE);
        thread.interrupt();
    }

    private void run() {
        try {
            while (!stopping) {
                runWithClients();
            }
        } catch (InterruptedException e) {
            LOG.debug("intake interrupted");
        } catch (Error e) {
            // Nobody knows what it has left behind: whoever started this process starts another.
            LOG.fatal("intake ended by an error, so does the process", e);
            Quarkus.asyncExit(ENDED_BY_ERROR);
        } finally {
            state = new IntakeState.Stopped();
        }
    }

    /** The clients outlive a database that went away, but not a failure of their own. */
    private void runWithClients() throws InterruptedException {
        try (var clients = kafka.open()) {
            while (!stopping) {
                runWithDatabase(clients);
            }
        } catch (KafkaException e) {
            waitFor("Kafka does not answer", e);
        } catch (RuntimeException e) {
            LOG.error("intake failed by a defect of its own", e);
            waitFor("the intake failed", e);
        }
    }

    private void runWithDatabase(OpenClients clients) throws InterruptedException {
        try {
            schema.migrate();
            try (var connection = database.getConnection()) {
                write(connection, clients);
            }
        } catch (SQLException e) {
            waitFor("PostgreSQL does not answer", e);
        }
    }

    private void write(Connection connection, OpenClients clients) throws SQLException, InterruptedException {
        var lock = new WriterLock(connection);
        if (!lock.tryAcquire()) {
            standBy();
            return;
        }
        try {
            connection.setAutoCommit(false);
            var lookup = new TopicLookup(clients.admin(), BatchWriter.topics());
            var session = new IntakeSession(
                    connection,
                    clients.consumer(),
                    lookup,
                    config.lookAfterTopics(),
                    next -> state = next,
                    caughtUp,
                    restoration,
                    meters,
                    tracing);
            while (!stopping) {
                session.turn();
                backoff = FIRST_BACKOFF;
            }
        } finally {
            meters.unknown();
            release(lock);
        }
    }

    private void waitFor(String cause, Exception e) throws InterruptedException {
        state = new IntakeState.Waiting(cause);
        LOG.warnf("intake waits cause='%s' again=%dms reason='%s'", cause, backoff.toMillis(), e.getMessage());
        Thread.sleep(backoff);
        backoff = shorter(backoff.multipliedBy(2), config.maxBackoff());
    }

    private void standBy() throws InterruptedException {
        if (!(state instanceof IntakeState.Standby)) {
            LOG.info("standing by, another storage-service writes");
            state = new IntakeState.Standby();
        }
        Thread.sleep(STANDBY_PAUSE);
    }

    /** The pool must not lend out a connection that still holds the lock; a broken one has lost it already. */
    private static void release(WriterLock lock) {
        try {
            lock.release();
        } catch (SQLException e) {
            LOG.debugf("writer lock was lost with its connection reason=%s", e.getMessage());
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
