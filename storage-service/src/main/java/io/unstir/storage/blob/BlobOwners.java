package io.unstir.storage.blob;

import io.unstir.storage.sql.Sql;
import io.unstir.storage.tenant.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Whose the blobs are: those for whom they were put, and those whose jobs made them or began with them, which the gateway takes of owners
 * only. Equal bytes have many owners.
 */
@ApplicationScoped
class BlobOwners {
    private static final String ADD = "INSERT INTO blob_owners (sha256, tenant) VALUES (?, ?) ON CONFLICT DO NOTHING";

    private static final String OWNS = """
            SELECT EXISTS (SELECT FROM blob_owners WHERE sha256 = ? AND tenant = ?)
                OR EXISTS (SELECT FROM images JOIN jobs ON jobs.id = images.job_id
                           WHERE images.sha256 = ? AND jobs.tenant = ?)
                OR EXISTS (SELECT FROM image_parents JOIN jobs ON jobs.id = image_parents.job_id
                           WHERE image_parents.sha256 = ? AND jobs.tenant = ?) AS owns""";

    private final DataSource database;

    BlobOwners(DataSource database) {
        this.database = database;
    }

    /** Returns false where the tenant had the blob before. */
    boolean add(Sha256 digest, Tenant tenant) throws SQLException {
        try (var connection = database.getConnection()) {
            return new Sql(connection).update(ADD, digest.hex(), tenant.name()) > 0;
        }
    }

    boolean owns(Tenant tenant, Sha256 digest) throws SQLException {
        try (var connection = database.getConnection()) {
            return new Sql(connection)
                    .first(
                            row -> row.getBoolean("owns"),
                            OWNS,
                            digest.hex(),
                            tenant.name(),
                            digest.hex(),
                            tenant.name(),
                            digest.hex(),
                            tenant.name())
                    .orElse(false);
        }
    }
}
