package io.unstir.local.database;

import io.unstir.local.LocalFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What makes a commit outlive a power cut. Asked of the running server, since many places can set it. */
final class Durability {
    static final List<String> SETTINGS = List.of("fsync", "synchronous_commit", "full_page_writes");

    private Durability() {}

    static void require(Connection connection) throws SQLException {
        for (String setting : SETTINGS) {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("SHOW " + setting)) {
                row.next();
                if (!row.getString(1).equals("on")) {
                    throw new LocalFailure("the database runs with " + setting + " = " + row.getString(1)
                            + ", it must be on: committed work would be lost in a power cut");
                }
            }
        }
    }
}
