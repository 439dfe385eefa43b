package io.unstir.storage.blob;

import io.unstir.storage.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The table of what lies in the store. */
@ApplicationScoped
class BlobIndex {
    private static final String ADD = "INSERT INTO blobs (sha256, size_bytes) VALUES (?, ?) ON CONFLICT DO NOTHING";

    private final DataSource database;

    BlobIndex(DataSource database) {
        this.database = database;
    }

    void add(Sha256 digest, long size) throws SQLException {
        try (var connection = database.getConnection()) {
            new Sql(connection).update(ADD, digest.hex(), size);
        }
    }
}
