package io.unstir.storage.topic;

import java.sql.SQLException;
import java.util.Optional;

/** Writes {@code data_sets}, in whatever order they are told of. */
record DataSets(Changes changes) {
    private static final String KNOW = """
            INSERT INTO data_sets (digest, items, licence) VALUES (?, ?, ?)
            ON CONFLICT (digest) DO UPDATE SET
                items = GREATEST(data_sets.items, excluded.items), licence = LEAST(data_sets.licence, excluded.licence)
            WHERE (data_sets.items, data_sets.licence)
                IS DISTINCT FROM (GREATEST(data_sets.items, excluded.items), LEAST(data_sets.licence, excluded.licence))""";

    void know(String digest, Optional<Long> items, Optional<String> licence) throws SQLException {
        changes.know(KNOW, digest, items, licence);
    }
}
