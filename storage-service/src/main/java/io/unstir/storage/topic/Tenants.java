package io.unstir.storage.topic;

import java.sql.SQLException;

/** Writes {@code tenants}. */
record Tenants(Changes changes) {
    private static final String KNOW = "INSERT INTO tenants (name) VALUES (?) ON CONFLICT DO NOTHING";

    void know(String name) throws SQLException {
        changes.know(KNOW, name);
    }
}
