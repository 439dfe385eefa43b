package io.unstir.storage.topic;

import java.sql.SQLException;

/** Why the database did not take something. */
final class Refusal {
    private Refusal() {}

    /** Data exception, constraint violation, limit exceeded, raised by a trigger: trying again would not help. */
    static boolean isOfContent(SQLException e) {
        var state = e.getSQLState();
        return state != null
                && (state.startsWith("22")
                        || state.startsWith("23")
                        || state.startsWith("54")
                        || state.equals("P0001"));
    }
}
