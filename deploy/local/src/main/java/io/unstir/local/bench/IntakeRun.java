package io.unstir.local.bench;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * Has storage stand by while topics fill, as it does for another storage-service, and then read what there is.
 *
 * @param looking to look at the tables with
 * @param standby holds the writer's lock while storage stands by
 */
record IntakeRun(String bootstrapServers, Connection looking, Connection standby, Console console) {
    // "unstir" in ASCII, as storage has it.
    private static final String LOCK = "SELECT pg_advisory_%slock(" + 0x756e73746972L + ")";
    private static final String SEND_AWAY =
            "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND granted";
    private static final String READ = "SELECT coalesce(sum(next_offset), 0) FROM consumer_offsets";
    private static final long LOOK_MS = 10;

    /** @param perSecond from the first that is written to the last */
    record Result(long events, double seconds, double perSecond) {}

    Result run(int jobs) throws SQLException, InterruptedException {
        standBy();
        console.note("events of %,d jobs onto the topics ...".formatted(jobs));
        long before = number(READ);
        long sent = new JobHistories(bootstrapServers).send(jobs);
        console.note("storage reads %,d events ...".formatted(sent));
        number(standby, LOCK.formatted("un"));
        while (number(READ) == before) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
        // What the first transaction had read is not counted, since nobody saw it begin.
        long begin = System.nanoTime();
        long first = number(READ);
        while (number(READ) < before + sent) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long parked = number("SELECT count(*) FROM parked_records");
        if (parked > 0) {
            throw new LocalFailure(parked + " records were parked; the figures would mean nothing");
        }
        return new Result(sent, seconds, (before + sent - first) / seconds);
    }

    /** Waits in line for the lock, and then ends the connection that has it. */
    private void standBy() throws SQLException, InterruptedException {
        long waiter = number(standby, "SELECT pg_backend_pid()");
        var waiting = Thread.ofVirtual().start(() -> {
            try {
                number(standby, LOCK.formatted(""));
            } catch (SQLException e) {
                throw new LocalFailure("the writer's lock could not be had: " + e.getMessage(), e);
            }
        });
        while (waiting.isAlive()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            number(SEND_AWAY + " AND pid <> " + waiter);
        }
        waiting.join();
    }

    private long number(String query) throws SQLException {
        return number(looking, query);
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getObject(1) instanceof Number number ? number.longValue() : 0;
        }
    }
}
