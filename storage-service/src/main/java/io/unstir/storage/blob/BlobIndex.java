package io.unstir.storage.blob;

import io.unstir.storage.blob.BlobStore.Listed;
import io.unstir.storage.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** The table of what lies in the store. */
@ApplicationScoped
class BlobIndex {
    private static final String ADD = """
            INSERT INTO blobs (sha256, size_bytes) VALUES (?, ?)
            ON CONFLICT (sha256) DO UPDATE SET used_at = now()""";

    private static final String USE = "UPDATE blobs SET used_at = now() WHERE sha256 = ?";

    // As if they had been put now: whoever is going to name one has the whole time of grace.
    private static final String ADD_MISSING = """
            INSERT INTO blobs (sha256, size_bytes) SELECT * FROM unnest(?::text[], ?::bigint[])
            ON CONFLICT (sha256) DO NOTHING""";

    private static final String IS_COMPLETE = "SELECT store FROM blob_indexings WHERE store = ?";

    private static final String COMPLETE = "INSERT INTO blob_indexings (store) VALUES (?) ON CONFLICT DO NOTHING";

    private final DataSource database;

    BlobIndex(DataSource database) {
        this.database = database;
    }

    void add(Sha256 digest, long size) throws SQLException {
        try (var connection = database.getConnection()) {
            new Sql(connection).update(ADD, digest.hex(), size);
        }
    }

    /**
     * Keeps a collector from a blob that is going to be put or named, and waits for one that is removing it. Comes before a look at
     * the file.
     */
    void use(Sha256 digest) throws SQLException {
        try (var connection = database.getConnection()) {
            new Sql(connection).update(USE, digest.hex());
        }
    }

    /** Returns how many of them had no row. */
    int addMissing(List<Listed> blobs) throws SQLException {
        try (var connection = database.getConnection()) {
            var digests = blobs.stream().map(blob -> blob.digest().hex()).toArray(String[]::new);
            var sizes = blobs.stream().map(Listed::size).toArray(Long[]::new);
            return new Sql(connection)
                    .update(
                            ADD_MISSING,
                            connection.createArrayOf("text", digests),
                            connection.createArrayOf("bigint", sizes));
        }
    }

    /** Whether all blobs of a store were given rows in this database. */
    boolean isComplete(String store) throws SQLException {
        try (var connection = database.getConnection()) {
            return new Sql(connection)
                    .first(row -> row.getString(1), IS_COMPLETE, store)
                    .isPresent();
        }
    }

    void complete(String store) throws SQLException {
        try (var connection = database.getConnection()) {
            new Sql(connection).update(COMPLETE, store);
        }
    }
}
