package io.unstir.storage.intake;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Makes one storage-service the writer among several. PostgreSQL holds the lock for the very connection that writes: who
 * loses the one loses the other, so a writer that was replaced cannot commit.
 */
record WriterLock(Connection connection) {
    // "unstir" in ASCII.
    private static final long KEY = 0x756e73746972L;

    boolean tryAcquire() throws SQLException {
        connection.setAutoCommit(true);
        try (var lock = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            lock.setLong(1, KEY);
            try (var row = lock.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    void release() throws SQLException {
        connection.setAutoCommit(true);
        try (var unlock = connection.prepareStatement("SELECT pg_advisory_unlock_all()")) {
            unlock.execute();
        }
    }
}
