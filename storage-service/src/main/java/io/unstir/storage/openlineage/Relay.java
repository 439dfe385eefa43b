package io.unstir.storage.openlineage;

import io.unstir.storage.schema.Schema;
import io.unstir.storage.sql.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Brings the outbox to one outlet, in order and each at least once, for as long as the process lives. It reads what the intake has
 * committed and is never waited for. Where it is up to is in the database, so a restart goes on there.
 */
final class Relay {
    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);

    /** A history of years is sent in hours, and whoever asks for images meanwhile does not notice. */
    private static final int SENT_BEFORE_A_BREATH = 100;

    private static final Duration BREATH = Duration.ofMillis(50);

    private final DataSource database;
    private final Schema schema;
    private final LineageConfig config;
    private final Composer composer;
    private final Outlet outlet;
    private final Thread thread;

    private volatile boolean stopping;

    Relay(DataSource database, Schema schema, LineageConfig config, Outlet outlet) {
        this.database = database;
        this.schema = schema;
        this.config = config;
        this.composer = new Composer(config.namespace());
        this.outlet = outlet;
        this.thread = Thread.ofVirtual().name("lineage-" + outlet.name()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopping = true;
        thread.interrupt();
        outlet.close();
    }

    private void run() {
        var backoff = FIRST_BACKOFF;
        try {
            while (!stopping) {
                try {
                    sendAll();
                    backoff = FIRST_BACKOFF;
                    Thread.sleep(config.lookAfterEvents());
                } catch (SQLException | IOException | RuntimeException e) {
                    if (stopping) {
                        return;
                    }
                    LOG.warnf(
                            "lineage waits outlet=%s again=%ds reason='%s'",
                            outlet.name(),
                            backoff.toSeconds(),
                            Objects.requireNonNullElse(
                                    e.getMessage(), e.getClass().getSimpleName()));
                    Thread.sleep(backoff);
                    backoff = shorter(backoff.multipliedBy(2), config.maxBackoff());
                }
            }
        } catch (InterruptedException e) {
            LOG.debugf("lineage interrupted outlet=%s", outlet.name());
        }
    }

    private void sendAll() throws SQLException, IOException, InterruptedException {
        if (!schema.isMigrated()) {
            return;
        }
        int sent = 0;
        for (int count = sendNext(); count > 0; count = sendNext()) {
            sent += count;
            if (sent >= SENT_BEFORE_A_BREATH) {
                Thread.sleep(BREATH);
                sent = 0;
            }
        }
    }

    /** Returns how many there were. */
    private int sendNext() throws SQLException, IOException, InterruptedException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                int count = sendNext(connection);
                connection.commit();
                return count;
            } finally {
                connection.rollback();
            }
        }
    }

    private int sendNext(Connection connection) throws SQLException, IOException, InterruptedException {
        var sql = new Sql(connection);
        var outbox = new Outbox(sql);
        var sentThrough = outbox.take(outlet.name());
        if (sentThrough.isEmpty()) {
            return 0;
        }
        var transitions = outbox.after(sentThrough.get(), outlet.atOnce());
        if (transitions.isEmpty()) {
            return 0;
        }
        send(outbox, composer.compose(new RunReader(sql), transitions), transitions);
        return transitions.size();
    }

    private void send(Outbox outbox, List<Message> messages, List<Transition> transitions)
            throws SQLException, IOException, InterruptedException {
        long last = transitions.getLast().sequence();
        try {
            outlet.send(messages);
            outbox.sent(outlet.name(), last);
        } catch (RefusedException e) {
            LOG.warnf("lineage event refused outlet=%s reason='%s'", outlet.name(), e.getMessage());
            outbox.refused(outlet.name(), last, e.getMessage());
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
