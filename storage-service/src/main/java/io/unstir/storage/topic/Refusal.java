package io.unstir.storage.topic;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.stream.Stream;

/** Why something was not written, by what trying again would bring. */
enum Refusal {
    /** Data exception, constraint violation, limit exceeded, raised by a trigger: trying again would not help. */
    CONTENT,
    /** Connection, disk, rights, tables, another transaction: it lies not with what was to be written, and may pass. */
    SURROUNDINGS,
    /** Neither is known: whoever fails alone, time and again, has the cause in itself. */
    DOUBTFUL;

    static Refusal of(Exception e) {
        return switch (e) {
            case SQLTransientException _, SQLRecoverableException _ -> SURROUNDINGS;
            case SQLException refused when refused.getSQLState() == null -> SURROUNDINGS;
            case SQLException refused -> ofState(refused.getSQLState());
            default -> DOUBTFUL;
        };
    }

    private static Refusal ofState(String state) {
        if (isOneOf(state, "22", "23", "54", "P0001")) {
            return CONTENT;
        }
        return isOneOf(state, "08", "25", "28", "3D", "3F", "40", "42", "53", "55", "57", "58", "F0", "XX001", "XX002")
                ? SURROUNDINGS
                : DOUBTFUL;
    }

    private static boolean isOneOf(String state, String... beginnings) {
        return Stream.of(beginnings).anyMatch(state::startsWith);
    }
}
