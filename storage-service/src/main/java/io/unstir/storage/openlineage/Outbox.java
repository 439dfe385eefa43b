package io.unstir.storage.openlineage;

import io.unstir.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is to be sent, and how far an outlet has sent it. */
record Outbox(Sql sql) {
    // Of several processes one sends; what it has taken, the others leave to it.
    private static final String TAKE = "SELECT sent_through FROM lineage_outlets WHERE name = ? FOR UPDATE SKIP LOCKED";

    private static final String AFTER = """
            SELECT sequence, kind, run, event_type, occurred_at FROM lineage_events
            WHERE sequence > ? ORDER BY sequence LIMIT ?""";

    private static final String SENT = "UPDATE lineage_outlets SET sent_through = ?, sent_at = now() WHERE name = ?";

    private static final String REFUSED = """
            UPDATE lineage_outlets
            SET sent_through = ?, sent_at = now(), refused = refused + 1, last_refusal = ? WHERE name = ?""";

    /** Up to where the outlet has sent, which is the caller's until its transaction ends; empty while it is another's. */
    Optional<Long> take(String outlet) throws SQLException {
        return sql.first(row -> row.getLong(1), TAKE, outlet);
    }

    List<Transition> after(long sequence, int most) throws SQLException {
        return sql.list(Outbox::transition, AFTER, sequence, most);
    }

    void sent(String outlet, long sequence) throws SQLException {
        sql.update(SENT, sequence, outlet);
    }

    void refused(String outlet, long sequence, String reason) throws SQLException {
        sql.update(REFUSED, sequence, reason, outlet);
    }

    private static Transition transition(ResultSet row) throws SQLException {
        return new Transition(
                row.getLong("sequence"),
                Transition.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("run"),
                EventType.valueOf(row.getString("event_type")),
                Sql.instant(row, "occurred_at").orElseThrow());
    }
}
