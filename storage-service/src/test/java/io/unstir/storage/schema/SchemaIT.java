package io.unstir.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.storage.fixture.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The tables as migrations make them, from nothing and from rows that an earlier version wrote, on real PostgreSQL. */
class SchemaIT {
    private static final String BEFORE = "10";

    // Partitions are no tables of their own, and Flyway's table is Flyway's.
    private static final String OURS = """
            FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE nspname IN ('public', 'dashboards') AND relkind IN ('r', 'p', 'v') AND NOT relispartition
              AND relname <> 'flyway_schema_history'""";

    private static final String SHAPE = """
            SELECT concat_ws(' ', relname, attname, format_type(atttypid, atttypmod), attnotnull)
            FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE nspname IN ('public', 'dashboards') AND relkind IN ('r', 'p', 'v') AND NOT relispartition AND attnum > 0
              AND NOT attisdropped AND relname <> 'flyway_schema_history'
            UNION ALL
            SELECT concat_ws(' ', conrelid::regclass, contype, pg_get_constraintdef(pg_constraint.oid))
            FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid WHERE NOT relispartition AND contype <> 'n'
              AND conrelid::regclass::text <> 'flyway_schema_history'
            UNION ALL
            SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename !~ '^(job_events_[0-9]|flyway)'
            ORDER BY 1""";

    @TempDir
    Path folder;

    @Test
    void everyTableViewAndColumnIsExplained() throws Exception {
        try (var database = new Database(folder.resolve("postgres"))) {
            database.migrate();

            assertThat(database.query(
                            "SELECT relname " + OURS + " AND obj_description(pg_class.oid, 'pg_class') IS NULL"))
                    .isEmpty();
            assertThat(database.query("SELECT relname || '.' || attname "
                            + OURS.replace("pg_class ", "pg_attribute JOIN pg_class ON pg_class.oid = attrelid ")
                            + " AND relkind <> 'v' AND attnum > 0 AND NOT attisdropped"
                            + " AND col_description(pg_class.oid, attnum) IS NULL"))
                    .isEmpty();
            assertThat(database.query("SELECT count(*) " + OURS).getFirst()).isGreaterThan("20");
        }
    }

    @Test
    void aFilledDatabaseIsBroughtToTheShapeOfANewOneByTheNewestPostgres() throws Exception {
        try (var filled = new Database(folder.resolve("filled"));
                var empty = new Database(folder.resolve("empty"))) {
            migrates(filled, empty);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void aFilledDatabaseIsBroughtToTheShapeOfANewOneByTheOldestPostgres() throws Exception {
        try (var filled = Database.oldest(folder.resolve("filled"));
                var empty = Database.oldest(folder.resolve("empty"))) {
            assertThat(filled.query("SHOW server_version").getFirst()).startsWith("15.");
            migrates(filled, empty);
        }
    }

    private static void migrates(Database filled, Database empty) throws Exception {
        // Given
        filled.migrateTo(BEFORE);
        filled.execute(Files.readString(Path.of("src/test/resources/filled-v10.sql")));
        var before = rowsAsTheyWere(filled);

        // When
        filled.migrate();
        empty.migrate();

        // Then
        assertThat(filled.query(SHAPE)).isEqualTo(empty.query(SHAPE));
        assertThat(rowsAsTheyWere(filled)).isEqualTo(before);
        assertThat(filled.query("SELECT name FROM tenants ORDER BY 1")).containsExactly("acme", "default", "trainers");
        assertThat(filled.query("SELECT concat_ws(' ', left(digest, 1), items, licence) FROM data_sets ORDER BY 1"))
                .containsExactly("c", "e 24 Apache-2.0");
        assertThat(filled.query("SELECT dataset_digest FROM training_runs WHERE id = 'run-2'"))
                .containsExactly((String) null);
        assertThat(
                        filled.query(
                                "SELECT concat_ws(' ', role, left(sha256, 1), of_seed, strength) FROM image_parents ORDER BY 1"))
                .containsExactly("init a 0.5", "variation 7 0.25");
        assertThat(filled.query("SELECT path || ' ' || size_bytes FROM checkpoint_files"))
                .containsExactly("unet/model.onnx 7");
        assertThat(filled.query(
                        "SELECT tableoid::regclass || ' ' || event_id || ' ' || known FROM job_events ORDER BY 1"))
                .containsExactly(
                        "job_events_2026_10 1/started true",
                        "job_events_2026_10 1/submitted true",
                        "job_events_2026_11 1/succeeded true",
                        "job_events_2026_11 3/dreamt false");
        assertThat(filled.query("SELECT headers ->> 'ce_id' FROM parked_records"))
                .containsExactly("3/lost");
        assertThat(filled.query("SELECT type || events FROM dashboards.unknown_events ORDER BY 1"))
                .containsExactly("io.unstir.v1.JobDreamt1", "io.unstir.v1.TrainingDreamt1");
        assertThat(filled.query("SELECT prompt FROM jobs WHERE prompt_words @@ to_tsquery('simple', 'hea:*')"))
                .containsExactly("a red heart");
    }

    private static List<String> rowsAsTheyWere(Database database) throws SQLException {
        return database.query(
                "SELECT to_jsonb(jobs) - 'prompt_words' FROM jobs UNION ALL SELECT to_jsonb(images) FROM images"
                        + " UNION ALL SELECT to_jsonb(blobs) - 'used_at' FROM blobs UNION ALL SELECT to_jsonb(c) FROM (SELECT digest, published_at, manifest, training_id, dataset_digest, dataset_licence FROM checkpoints"
                        + " WHERE manifest IS NOT NULL) AS c"
                        + " UNION ALL SELECT to_jsonb(training_runs) - 'dataset_digest' FROM training_runs"
                        + " UNION ALL SELECT to_jsonb(checkpoint_evaluations) FROM checkpoint_evaluations ORDER BY 1");
    }
}
