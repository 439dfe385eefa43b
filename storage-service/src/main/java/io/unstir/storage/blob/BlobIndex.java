package io.unstir.storage.blob;

import io.unstir.storage.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The table of what lies in the store. */
@ApplicationScoped
class BlobIndex {
    private static final String ADD = """
            INSERT INTO blobs (sha256, size_bytes) VALUES (?, ?)
            ON CONFLICT (sha256) DO UPDATE SET used_at = now()""";

    private static final String USE = "UPDATE blobs SET used_at = now() WHERE sha256 = ?";

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
}
