package io.unstir.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.unstir.storage.fixture.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables as migrations make them, from nothing and from rows that an earlier version wrote, on real PostgreSQL. */
class SchemaIT {
    private static final String FIRST = "4";
    private static final String TENTH = "10";

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
    void migratingBesideAWriterGivesWayAndGoesOnTheNextTime() throws Exception {
        try (var database = new Database(folder.resolve("postgres"));
                var writer = database.connect()) {
            // Given
            database.migrateTo("25");
            var schema =
                    new Schema(Flyway.configure().dataSource(database.source()).load());
            writer.setAutoCommit(false);
            try (var statement = writer.createStatement()) {
                // The migration is the one that finds out, and so the one that ends.
                statement.execute("SET deadlock_timeout = '1h'");
                statement.execute("LOCK TABLE tenants IN ROW EXCLUSIVE MODE");

                // When
                var migration = CompletableFuture.runAsync(() -> migrate(schema));
                await().until(() -> !database.query("SELECT 1 FROM pg_locks WHERE NOT granted")
                        .isEmpty());
                statement.execute("LOCK TABLE jobs IN ROW EXCLUSIVE MODE");

                // Then
                assertThatThrownBy(migration::join).rootCause().hasMessageContaining("deadlock");
                assertThatThrownBy(migration::join).cause().isInstanceOf(SQLException.class);
            }
            writer.commit();
            schema.migrate();
            assertThat(database.query("SELECT count(*) FROM verifications")).containsExactly("0");
        }
    }

    private static void migrate(Schema schema) {
        try {
            schema.migrate();
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }

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
    void rowsOfAnEarlierVersionAreBroughtToTheShapeOfANewDatabaseByTheNewestPostgres() throws Exception {
        try (var filled = new Database(folder.resolve("filled"));
                var empty = new Database(folder.resolve("empty"))) {
            migratesTheTenth(filled, empty);
        }
    }

    @Test
    void rowsOfTheFirstVersionAreBroughtToTheShapeOfANewDatabaseByTheNewestPostgres() throws Exception {
        try (var filled = new Database(folder.resolve("filled"));
                var empty = new Database(folder.resolve("empty"))) {
            assertThat(filled.query("SHOW server_version").getFirst()).startsWith("18.");
            migratesTheFirst(filled, empty);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 16, 17})
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void rowsOfTheFirstVersionAreBroughtToTheShapeOfANewDatabaseByOlderPostgres(int major) throws Exception {
        try (var filled = Database.ofVersion(major, folder.resolve("filled"));
                var empty = Database.ofVersion(major, folder.resolve("empty"))) {
            assertThat(filled.query("SHOW server_version").getFirst()).startsWith(major + ".");
            migratesTheFirst(filled, empty);
        }
    }

    private static void migratesTheFirst(Database filled, Database empty) throws Exception {
        // Given
        filled.migrateTo(FIRST);
        filled.execute(Files.readString(Path.of("src/test/resources/filled-v4.sql")));
        for (var table : filled.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
            assertThat(filled.query("SELECT count(*) FROM " + table)).as(table).doesNotContain("0");
        }
        var before = rowsOfTheFirst(filled);

        // When
        filled.migrate();
        empty.migrate();

        // Then
        assertThat(filled.query(SHAPE)).isEqualTo(empty.query(SHAPE));
        assertThat(rowsOfTheFirst(filled)).isEqualTo(before);
        assertThat(filled.query("SELECT request ->> 'seed' || ' ' || (request #>> '{solver,eta}') FROM jobs"
                        + " WHERE prompt = 'a dog'"))
                .containsExactly("7 0.5");
        assertThat(filled.query(
                        "SELECT concat_ws(' ', left(digest, 1), model, training_id) FROM checkpoints ORDER BY 1"))
                .containsExactly("c", "d emoji run-1", "f faces");
        assertThat(filled.query("SELECT concat_ws(' ', model, version, left(digest, 1), current, retired_reason)"
                        + " FROM named_checkpoints ORDER BY 1"))
                .containsExactly("emoji 1 d t", "emoji old f old", "faces 1 f t not wanted");
        assertThat(filled.query("SELECT sha256 || ' of ' || tenant FROM blob_owners"))
                .containsExactly("1".repeat(64) + " of default");
        assertThat(filled.query("SELECT reason FROM parked_records")).containsExactly("not Protobuf");
        assertThat(filled.query("SELECT topic || next_offset FROM consumer_offsets"))
                .containsExactly("unstir.jobs3");
        assertThat(filled.query("SELECT what FROM dashboards.job_story WHERE job_id::text LIKE '%1'"
                        + " ORDER BY at, kafka_offset NULLS LAST, what"))
                .containsExactly(
                        "JobSubmitted",
                        "JobStarted on cpu",
                        "JobProgressed: step 4 of 10",
                        "ImageProduced: image 0 is " + "1".repeat(64),
                        "JobSucceeded",
                        "ended: succeeded",
                        "image 0 is " + "1".repeat(64));
        assertThat(filled.query(
                        "SELECT what FROM dashboards.job_story WHERE job_id::text LIKE '%2' AND topic IS NOT NULL"))
                .containsExactly("JobFailed: unknown-solver: No such solver.");
        assertThat(filled.query("SELECT concat_ws(' ', split_part(type, '.', 4), step, loss, images_per_second)"
                        + " FROM training_events WHERE training_id = 'run-1' ORDER BY occurred_at"))
                .containsExactly(
                        "TrainingRequested",
                        "TrainingStarted 0",
                        "TrainingProgressed 100 0.5 60",
                        "TrainingDreamt",
                        "TrainingFinished 1000 0.0625");
        assertThatThrownBy(() -> filled.execute("UPDATE job_events SET detail = NULL"))
                .hasMessageContaining("what was told does not change");
    }

    private static List<String> rowsOfTheFirst(Database database) throws SQLException {
        return database.query(
                "SELECT jsonb_strip_nulls(to_jsonb(t)) FROM (SELECT source, event_id, job_id, type, occurred_at, worker, attempt,"
                        + " topic, partition, kafka_offset, payload FROM job_events) AS t"
                        + " UNION ALL SELECT jsonb_strip_nulls(to_jsonb(t)) FROM (SELECT source, event_id, training_id, type, occurred_at, worker, topic,"
                        + " partition, kafka_offset, payload FROM training_events) AS t"
                        + " UNION ALL SELECT jsonb_strip_nulls(to_jsonb(jobs)) - 'request' - 'prompt_words' FROM jobs"
                        + " UNION ALL SELECT jsonb_strip_nulls(to_jsonb(images)) FROM images"
                        + " UNION ALL SELECT jsonb_strip_nulls(to_jsonb(training_runs)) - 'dataset_digest' - 'cancel_reason' FROM training_runs"
                        + " UNION ALL SELECT jsonb_strip_nulls(to_jsonb(parked_records)) FROM parked_records"
                        + " UNION ALL SELECT jsonb_strip_nulls(to_jsonb(consumer_offsets)) FROM consumer_offsets"
                        + " UNION ALL SELECT jsonb_strip_nulls(to_jsonb(blobs)) - 'used_at' FROM blobs ORDER BY 1");
    }

    private static void migratesTheTenth(Database filled, Database empty) throws Exception {
        // Given
        filled.migrateTo(TENTH);
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
        assertThat(filled.query("SELECT left(origin, 1) || ' ' || right(job_id::text, 1) FROM job_origins ORDER BY 1"))
                .containsExactly("a 1", "d 1", "d 2");
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
        assertThat(filled.query(
                        "SELECT kind || right(run, 1) || ' ' || event_type FROM lineage_events ORDER BY sequence"))
                .containsExactly(
                        "training1 START",
                        "training1 COMPLETE",
                        "training2 START",
                        "training2 FAIL",
                        "sampling1 START",
                        "sampling1 COMPLETE",
                        "sampling2 START",
                        "sampling2 FAIL");
        assertThat(filled.query("SELECT prompt FROM jobs WHERE prompt_words @@ to_tsquery('simple', 'hea:*')"))
                .containsExactly("a red heart");
    }

    private static List<String> rowsAsTheyWere(Database database) throws SQLException {
        return database.query("SELECT jsonb_strip_nulls(to_jsonb(jobs)) - 'prompt_words' FROM jobs"
                + " UNION ALL SELECT jsonb_strip_nulls(to_jsonb(images)) FROM images"
                + " UNION ALL SELECT jsonb_strip_nulls(to_jsonb(blobs)) - 'used_at' FROM blobs"
                + " UNION ALL SELECT jsonb_strip_nulls(to_jsonb(c)) FROM (SELECT digest, published_at, manifest, training_id,"
                + " dataset_digest, dataset_licence FROM checkpoints WHERE manifest IS NOT NULL) AS c"
                + " UNION ALL SELECT jsonb_strip_nulls(to_jsonb(training_runs)) - 'dataset_digest' FROM training_runs"
                + " UNION ALL SELECT jsonb_strip_nulls(to_jsonb(checkpoint_evaluations)) FROM checkpoint_evaluations"
                + " ORDER BY 1");
    }
}
