package io.unstir.local.bench;

import io.unstir.local.LocalFailure;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Looks when the database says of a job that it has ended. Asks for a few rows by their keys, every few milliseconds. */
final class RowTail implements AutoCloseable {
    private static final long PAUSE_NANOS = 2_000_000;

    private final Map<String, Long> recorded = new ConcurrentHashMap<>();
    private final Set<String> wanted = ConcurrentHashMap.newKeySet();
    private final Connection connection;
    private final Thread thread;
    private volatile boolean closed;

    private RowTail(Connection connection) {
        this.connection = connection;
        this.thread = Thread.ofPlatform().name("row-tail").unstarted(this::look);
    }

    static RowTail open(String jdbcUrl, String user, String password) {
        try {
            var tail = new RowTail(DriverManager.getConnection(jdbcUrl, user, password));
            tail.thread.start();
            return tail;
        } catch (SQLException e) {
            throw new LocalFailure("the database could not be asked: " + e.getMessage(), e);
        }
    }

    void want(String id) {
        wanted.add(id);
    }

    boolean isWaiting() {
        return !wanted.isEmpty();
    }

    /** In microseconds; 0 where it was not seen. */
    long recorded(String id) {
        return recorded.getOrDefault(id, 0L);
    }

    /** How many of all jobs have ended, says the database. */
    long ended() {
        try (var statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM jobs WHERE status = 'succeeded'")) {
            count.next();
            return count.getLong(1);
        } catch (SQLException e) {
            throw new LocalFailure("the database could not be asked: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw new LocalFailure("the connection to the database could not be closed", e);
        }
    }

    private void look() {
        try (var rows = connection.prepareStatement("SELECT id FROM jobs WHERE id = ANY (?) AND terminal")) {
            while (!closed) {
                if (!wanted.isEmpty()) {
                    Array ids = connection.createArrayOf(
                            "uuid", wanted.stream().map(UUID::fromString).toArray());
                    rows.setArray(1, ids);
                    try (ResultSet found = rows.executeQuery()) {
                        long now = JobTimes.now();
                        while (found.next()) {
                            String id = found.getString(1);
                            recorded.put(id, now);
                            wanted.remove(id);
                        }
                    }
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (SQLException e) {
            throw new LocalFailure("the database could not be asked: " + e.getMessage(), e);
        }
    }
}
