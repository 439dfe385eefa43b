package io.unstir.storage.blob;

import io.unstir.storage.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * Removes blobs that no row names and nobody has used for long. Locks the blob's row, asks who names it, removes the file and then the
 * row; why in this order is in docs/decisions/0011-blobs-go-under-their-rows-lock.md.
 */
@ApplicationScoped
class BlobCollector {
    /** Bounds what one question holds; the next goes on behind it. */
    private static final int PAGE = 1000;

    // Checkpoints stay when their names come to mean others, and every one that a job is tied to has a row. Training
    // events, unknown events and parked records keep the bytes of what they name, with digests as text in them.
    private static final String UNNAMED = """
            NOT EXISTS (SELECT FROM images WHERE images.sha256 = blobs.sha256)
            AND NOT EXISTS (SELECT FROM image_parents WHERE image_parents.sha256 = blobs.sha256)
            AND NOT EXISTS (SELECT FROM checkpoints WHERE digest = blobs.sha256)
            AND NOT EXISTS (SELECT FROM checkpoint_files WHERE checkpoint_files.sha256 = blobs.sha256)
            AND NOT EXISTS (SELECT FROM training_events WHERE digests_in(payload) @> ARRAY[blobs.sha256])
            AND NOT EXISTS (SELECT FROM unknown_checkpoint_events WHERE digests_in(payload) @> ARRAY[blobs.sha256])
            AND NOT EXISTS (SELECT FROM parked_records WHERE digests_in(payload) @> ARRAY[blobs.sha256])""";

    private static final String UNTOLD = """
            SELECT digest FROM checkpoints JOIN blobs ON sha256 = digest WHERE manifest IS NULL ORDER BY digest LIMIT 1""";

    private static final String CANDIDATES = "SELECT sha256 FROM blobs WHERE used_at < ? AND sha256 > ? AND " + UNNAMED
            + " ORDER BY sha256 LIMIT " + PAGE;

    private static final String LOCK = "SELECT sha256 FROM blobs WHERE sha256 = ? AND used_at < ? FOR UPDATE";

    // A statement of its own: it must see what was committed while the lock was waited for.
    static final String STILL_UNNAMED = "SELECT size_bytes FROM blobs WHERE sha256 = ? AND " + UNNAMED;

    private final DataSource database;
    private final BlobStore store;

    BlobCollector(DataSource database, BlobStore store) {
        this.database = database;
        this.store = store;
    }

    /** What was removed. */
    record Collected(int blobs, long bytes) {
        private Collected and(long size) {
            return new Collected(blobs + 1, bytes + size);
        }
    }

    /** @param unusedSince a moment before which whatever was named by then had become rows by now */
    Collected collect(Instant unusedSince) throws SQLException, IOException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            var sql = new Sql(connection);
            requireThatFilesAreKnown(sql);
            var collected = new Collected(0, 0);
            String after = "";
            while (true) {
                var page = sql.list(row -> row.getString(1), CANDIDATES, unusedSince, after);
                connection.commit();
                for (var sha256 : page) {
                    collected = remove(connection, new Sha256(sha256), unusedSince, collected);
                }
                if (page.size() < PAGE) {
                    return collected;
                }
                after = page.getLast();
            }
        }
    }

    /** As long as a bundle's manifest was not read, which files are its own cannot be told. */
    private static void requireThatFilesAreKnown(Sql sql) throws SQLException {
        var untold = sql.first(row -> row.getString(1), UNTOLD);
        if (untold.isPresent()) {
            throw new IllegalStateException("the files of checkpoint %s are not known yet".formatted(untold.get()));
        }
    }

    private Collected remove(Connection connection, Sha256 digest, Instant unusedSince, Collected before)
            throws SQLException, IOException {
        var sql = new Sql(connection);
        try {
            if (sql.list(row -> row.getString(1), LOCK, digest.hex(), unusedSince)
                    .isEmpty()) {
                return before;
            }
            var size = sql.first(row -> row.getLong(1), STILL_UNNAMED, digest.hex());
            if (size.isEmpty()) {
                return before;
            }
            sql.update("DELETE FROM blob_owners WHERE sha256 = ?", digest.hex());
            sql.update("DELETE FROM blobs WHERE sha256 = ?", digest.hex());
            store.remove(digest);
            connection.commit();
            return before.and(size.get());
        } finally {
            connection.rollback();
        }
    }
}
