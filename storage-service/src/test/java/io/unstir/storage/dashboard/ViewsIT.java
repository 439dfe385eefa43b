package io.unstir.storage.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unstir.storage.fixture.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the views say of a day that is known, and that their reader sees nothing else. */
class ViewsIT {
    private static final String DATA_SET = "e".repeat(64);
    private static final String FIRST_IMAGE = "0".repeat(61) + "110";
    private static final String JOB = "00000001-0000-7000-8000-000000000001";

    private static Database database;
    private static Reader reader;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        database = FilledDatabase.in(folder);
        reader = new Reader(database);
    }

    @AfterAll
    static void stop() throws Exception {
        reader.close();
        database.close();
    }

    @Test
    void throughputIsWhatEndedInAMinute() throws SQLException {
        assertThat(reader.rows("SELECT * FROM dashboards.throughput ORDER BY minute, tenant"))
                .containsExactly(
                        "2025-03-01 12:00:00+00 | default | emoji@1 | 100 | 0 | 0 | 200",
                        "2025-03-01 13:30:00+00 | acme | emoji@2 | 10 | 0 | 0 | 40",
                        "2025-03-01 14:00:00+00 | acme | emoji@2 | 0 | 4 | 0 | 0",
                        "2025-03-01 15:01:00+00 | default | emoji@1 | 0 | 0 | 1 | 0",
                        "2025-03-01 15:02:00+00 | default | emoji@1 | 0 | 0 | 2 | 0");
    }

    @Test
    void latencyIsToldByStage() throws SQLException {
        assertThat(reader.rows("SELECT hour, tenant, stage, jobs, round(p50::numeric, 3), round(p95::numeric, 3),"
                        + " round(p99::numeric, 3) FROM dashboards.latency ORDER BY hour, stage"))
                .containsExactly(
                        "2025-03-01 12:00:00+00 | default | engine | 100 | 5.000 | 5.000 | 5.000",
                        "2025-03-01 12:00:00+00 | default | running | 100 | 10.000 | 10.000 | 10.000",
                        "2025-03-01 12:00:00+00 | default | waited | 100 | 5.050 | 9.505 | 9.901",
                        "2025-03-01 12:00:00+00 | default | whole | 100 | 15.050 | 19.505 | 19.901",
                        "2025-03-01 13:00:00+00 | acme | engine | 10 | 2.000 | 2.000 | 2.000",
                        "2025-03-01 13:00:00+00 | acme | running | 10 | 28.000 | 28.000 | 28.000",
                        "2025-03-01 13:00:00+00 | acme | waited | 10 | 2.000 | 2.000 | 2.000",
                        "2025-03-01 13:00:00+00 | acme | whole | 10 | 30.000 | 30.000 | 30.000");
    }

    @Test
    void failuresAreToldByCause() throws SQLException {
        assertThat(reader.rows("SELECT * FROM dashboards.failures ORDER BY cause"))
                .containsExactly(
                        "2025-03-01 14:00:00+00 | acme | emoji@2 | out-of-memory | 1 | Too large.",
                        "2025-03-01 14:00:00+00 | acme | emoji@2 | unknown-solver | 3 | No such solver.");
    }

    @Test
    void usageTellsOfEverythingThatEndedHoweverItDid() throws SQLException {
        assertThat(reader.rows("SELECT * FROM dashboards.usage ORDER BY tenant, device"))
                .containsExactly(
                        "2025-03-01 00:00:00+00 | acme | emoji@2 | gpu | 14 | 10 | 4 | 0 | 40 | 408 | 20 | 14",
                        "2025-03-01 00:00:00+00 | default | emoji@1 | cpu | 101 | 100 | 0 | 1 | 200 | 2004 | 500 | 30",
                        "2025-03-01 00:00:00+00 | default | emoji@1 |  | 2 | 0 | 0 | 2 | 0 | 0 | 0 | 0");
    }

    @Test
    void aSpanLeavesOutWhatEndedBeforeAndAfterIt() throws SQLException {
        var span = "('2025-03-01T13:00Z', '2025-03-01T14:00:05Z')";
        assertThat(reader.rows("SELECT minute, succeeded + failed + canceled FROM dashboards.throughput" + span))
                .containsExactlyInAnyOrder("2025-03-01 13:30:00+00 | 10", "2025-03-01 14:00:00+00 | 2");
        assertThat(reader.rows("SELECT DISTINCT hour FROM dashboards.latency" + span))
                .containsExactly("2025-03-01 13:00:00+00");
        assertThat(reader.rows("SELECT cause, jobs FROM dashboards.failures" + span))
                .containsExactly("unknown-solver | 2");
        assertThat(reader.rows("SELECT jobs FROM dashboards.usage" + span)).containsExactly("12");
    }

    @Test
    void aSpanIsReadByItsIndex() throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            // With few rows no index pays; whether one can serve is what is asked.
            statement.execute("SET enable_seqscan = off");
            statement.execute("SET ROLE unstir_reader");
            for (var grouped : List.of("throughput", "latency", "failures", "usage")) {
                var plan = new StringBuilder();
                try (var lines = statement.executeQuery(
                        "EXPLAIN SELECT * FROM dashboards." + grouped + "('2025-03-01T13:00Z', '2025-03-01T14:00Z')")) {
                    while (lines.next()) {
                        plan.append(lines.getString(1)).append('\n');
                    }
                }
                assertThat(plan)
                        .as(grouped)
                        .containsPattern("jobs_by_end|jobs_failed")
                        .contains("Index Cond: ((completed_at >=");
            }
        }
    }

    @Test
    void theQueueIsWhatIsOpen() throws SQLException {
        assertThat(reader.rows("SELECT tenant, model, queued, processing, steps_left,"
                        + " oldest_queued_seconds BETWEEN 100 AND 700 FROM dashboards.queue"))
                .containsExactly("default | emoji@1 | 2 | 1 | 55 | t");
    }

    @Test
    void theQueuesDepthIsToldOfEachMoment() throws SQLException {
        assertThat(reader.rows(
                        "SELECT * FROM dashboards.queue_depth('2025-03-01T12:00Z', '2025-03-01T12:00:25Z', '5 s')"))
                .containsExactly(
                        "2025-03-01 12:00:00+00 | default | 100 | 0",
                        "2025-03-01 12:00:05+00 | default | 50 | 50",
                        "2025-03-01 12:00:10+00 | default | 0 | 100",
                        "2025-03-01 12:00:15+00 | default | 0 | 50",
                        "2025-03-01 12:00:20+00 | default | 0 | 0",
                        "2025-03-01 12:00:25+00 | default | 0 | 0");
        assertThat(
                        reader.rows(
                                "SELECT tenant, queued, processing"
                                        + " FROM dashboards.queue_depth(now() - interval '1 minute', now(), '1 minute') ORDER BY at OFFSET 1"))
                .containsExactly("default | 2 | 1");
    }

    @Test
    void lagIsWhatIsOnTheTopicsAndNotHere() throws SQLException {
        assertThat(
                        reader.rows(
                                "SELECT topic, partition, next_offset, end_offset, records_behind FROM dashboards.lag ORDER BY 1"))
                .containsExactly("unstir.job-events | 0 | 3 | 3 | 0", "unstir.jobs | 0 | 5 | 7 | 2");
    }

    @Test
    void trainingsTellHowFarTheyAre() throws SQLException {
        assertThat(reader.rows(
                        "SELECT id, tenant, model, status, step, total_steps, progress, loss, images_per_second, error_code"
                                + " FROM dashboards.trainings ORDER BY id"))
                .containsExactly(
                        "run-1 | acme | emoji@1 | succeeded | 1000 | 1000 | 1 | 0.25 | 60 | ",
                        "run-2 | default | emoji@2 | processing | 250 | 1000 | 0.25 | 0.5 | 20 | ",
                        "run-3 | default |  | failed | 0 |  |  |  |  | bad-config");
        assertThat(
                        reader.rows(
                                "SELECT model, frechet_distance, precision, recall, prompt_agreement FROM dashboards.evaluations"))
                .containsExactly("emoji@1 | 12.5 | 0.5 | 0.25 | 0.75");
    }

    @Test
    void aVerificationTellsWhatCameOfIt() throws SQLException {
        assertThat(reader.rows("SELECT outcome, tenant, model, same_device_class, largest_difference, seconds"
                        + " FROM dashboards.verifications ORDER BY requested_at, outcome"))
                .containsExactly(
                        "different | default | emoji@1 | f | 3 | 10.4",
                        "equal | default | emoji@1 | t |  | 10.5",
                        "inconclusive | default | emoji@1 |  |  | 90",
                        "pending | default | emoji@1 |  |  | ");
    }

    @Test
    void aLossCurveIsWhatATrainingReported() throws SQLException {
        assertThat(reader.rows("SELECT at, tenant, model, step, loss, images_per_second FROM dashboards.loss_curves"
                        + " WHERE training_id = 'run-1' ORDER BY at"))
                .containsExactly(
                        "2025-03-01 09:40:00+00 | acme | emoji@1 | 500 | 0.75 | 40",
                        "2025-03-01 10:00:00+00 | acme | emoji@1 | 1000 | 0.25 | 60");
    }

    @Test
    void aNameIsToldWithItsCheckpointAndWhatThatCameOf() throws SQLException {
        assertThat(reader.rows("SELECT model, left(digest, 1), current, training_id, left(dataset_digest, 1), jobs"
                        + " FROM dashboards.checkpoints ORDER BY model"))
                .containsExactly("emoji@1 | d | t | run-1 | e | 106", "emoji@2 | c | t |  |  | 14");
    }

    @Test
    void whatCouldNotBeUnderstoodIsCounted() throws SQLException {
        assertThat(reader.rows("SELECT * FROM dashboards.unknown_events ORDER BY 1"))
                .containsExactly(
                        "unstir.job-events | io.unstir.v1.JobDreamt | 1",
                        "unstir.training-events | io.unstir.v1.TrainingDreamt | 1");
        assertThat(reader.rows("SELECT * FROM dashboards.parked"))
                .containsExactly(
                        "unstir.jobs | 3 | 4 | 2025-03-01 16:00:00+00 | io.unstir.v1.JobSubmitted | not Protobuf");
    }

    @Test
    void anImagesLineageIsOneRow() throws SQLException {
        assertThat(reader.rows(
                        "SELECT tenant, prompt, seed, model, training_id, dataset_items, dataset_licence, parents"
                                + " FROM dashboards.lineage WHERE sha256 = '%s'".formatted("0".repeat(61) + "120")))
                .containsExactly("default | a red heart | 2 | emoji@1 | run-1 | 24 | Apache-2.0 | init " + FIRST_IMAGE);
    }

    @Test
    void whatCameOfACauseIsFoundThroughAllImagesBetween() throws SQLException {
        assertThat(cameOf(FIRST_IMAGE)).containsExactly("acme 1: 4", "default 2: 2", "default 3: 2");
        assertThat(cameOf("0".repeat(61) + "120")).containsExactly("default 3: 2");
        assertThat(cameOf("c".repeat(64))).hasSize(10).allMatch(job -> job.startsWith("acme"));
        for (var cause : List.of(DATA_SET, "d".repeat(64), "run-1")) {
            assertThat(cameOf(cause)).hasSize(110).contains("acme 1: 4", "default 1: 2");
        }
        assertThat(cameOf("0".repeat(64))).isEmpty();
    }

    private static List<String> cameOf(String cause) throws SQLException {
        return reader.rows(
                "SELECT tenant || ' ' || ('x' || left(job_id::text, 8))::bit(32)::integer || ': ' || count(*)"
                        + " FROM dashboards.came_of WHERE cause = '%s' GROUP BY tenant, job_id ORDER BY 1"
                                .formatted(cause));
    }

    /** The page's own SQL, about what is there instead of what it names for example. */
    @Test
    void whatTheDocumentationAsksIsAnswered() throws Exception {
        var page = Files.readString(Path.of("../docs/dashboards.md"));
        var uuid = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
        var queries = Pattern.compile("(?m)^ {4}(SELECT .*);$")
                .matcher(page)
                .results()
                .map(found -> found.group(1).replaceAll(uuid, JOB).replace("'...'", "'" + DATA_SET + "'"))
                .toList();

        var story =
                queries.stream().filter(query -> query.contains("job_story")).toList();
        var recall = queries.stream().filter(query -> query.contains("came_of")).toList();

        assertThat(reader.rows(story.getFirst()))
                .startsWith(
                        "2025-03-01 12:00:00+00 | JobSubmitted |  | ",
                        "2025-03-01 12:00:00.1+00 | JobStarted | sampler-0 | 1",
                        "2025-03-01 12:00:05+00 | JobDreamt | sampler-0 | 1",
                        "2025-03-01 12:00:10+00 | JobSucceeded | sampler-0 | 1")
                .hasSize(7)
                .contains(
                        "2025-03-01 12:00:10.1+00 | image 0 is " + FIRST_IMAGE + " | sampler-0 | ",
                        "2025-03-01 12:00:10.1+00 | image 1 is " + "0".repeat(61) + "111 | sampler-0 | ",
                        "2025-03-01 12:00:10.1+00 | ended: succeeded | sampler-0 | 1");
        assertThat(reader.rows(recall.getFirst()))
                .hasSize(240)
                .filteredOn(row -> row.contains("acme"))
                .hasSize(40);
        for (var query : queries) {
            assertThat(reader.rows(query)).as(query).isNotEmpty();
        }
    }

    @Test
    void everyViewAndNoTableIsTheReaders() throws SQLException {
        var views = database.query("SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
                + " WHERE nspname = 'dashboards' AND relkind = 'v'");
        var relations = "SELECT format('%I.%I', nspname, relname) FROM pg_class"
                + " JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = 'public' AND relkind = ANY ('{{%s}}')";
        var tables = database.query(relations.replace("{%s}", "r,p"));
        var othersViews = database.query(relations.replace("{%s}", "v,m"));

        for (var view : views) {
            assertThat(reader.rows("SELECT * FROM dashboards." + view)).as(view).isNotEmpty();
        }
        assertThat(tables).hasSizeGreaterThan(15).contains("public.jobs", "public.flyway_schema_history");
        for (var table : tables) {
            for (var statement : List.of("SELECT 1 FROM %s", "DELETE FROM %s", "TRUNCATE %s")) {
                assertRefused(statement.formatted(table));
            }
        }
        for (var view : othersViews) {
            assertRefused("SELECT 1 FROM " + view);
        }
        assertRefused("DELETE FROM dashboards.parked");
        assertRefused("CREATE TABLE dashboards.mine ()");
        assertRefused("CREATE TABLE public.mine ()");
        assertRefused("SELECT add_job_events_month('2030-01-01')");
        assertRefused("SELECT pg_read_file('PG_VERSION')");
    }

    private static void assertRefused(String statement) {
        assertThatThrownBy(() -> reader.rows(statement)).as(statement).hasMessageContaining("permission denied");
    }

    /** Bytes of records, what identifies a caller, and whole requests stay in the tables; what an event says is a job's story. */
    @Test
    void noViewShowsPayloadsKeysOrRequests() throws SQLException {
        assertThat(database.query("SELECT table_name || '.' || column_name FROM information_schema.columns"
                        + " WHERE table_schema = 'dashboards' AND (data_type IN ('bytea', 'jsonb', 'USER-DEFINED')"
                        + " OR column_name ~ 'key|payload|header|secret|token|config|request$|request_digest')"))
                .containsExactly("job_story.detail");
    }
}
