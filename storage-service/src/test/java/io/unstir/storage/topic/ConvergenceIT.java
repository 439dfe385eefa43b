package io.unstir.storage.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unstir.proto.Topic;
import io.unstir.proto.v1.ImageConditioning;
import io.unstir.proto.v1.Variation;
import io.unstir.storage.fixture.Database;
import io.unstir.storage.fixture.Event;
import io.unstir.storage.fixture.JobScript;
import io.unstir.storage.fixture.TrainingScript;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever order, batches and repetitions the records come in, the rows end up the same. Real PostgreSQL, no Kafka. */
class ConvergenceIT {
    private static final int RUNS = 20;

    private static Database database;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        database = new Database(folder.resolve("postgres"));
        database.migrate();
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @BeforeEach
    void empty() throws SQLException {
        database.empty();
    }

    @Test
    void anyInterleavingOfTopicsWithAnyReplaysYieldsTheSameRows() throws SQLException {
        // Given
        var log = KafkaLog.of(world(), 3);
        write(log.inOrder());
        var expected = database.rows();

        for (int run = 0; run < RUNS; run++) {
            // When
            database.empty();
            writeInBatches(log.interleavedWithReplays(new Random(run)), new Random(run));

            // Then
            assertThat(database.rows()).as("run %d", run).isEqualTo(expected);
        }
    }

    @Test
    void anOrderThatKafkaNeverGivesStillYieldsTheSameOutcomeAndHistory() throws SQLException {
        // Given
        var log = KafkaLog.of(world(), 3);
        write(log.inOrder());
        var expected = outcome();

        for (int run = 0; run < RUNS; run++) {
            // When
            database.empty();
            writeInBatches(log.shuffled(new Random(run)), new Random(run));

            // Then
            assertThat(outcome()).as("run %d", run).isEqualTo(expected);
        }
    }

    @Test
    void aVerificationIsDecidedByWhatCameOfItsJob() throws SQLException {
        // Given
        var log = KafkaLog.of(verifications());

        // When
        writeInBatches(log.interleavedWithReplays(new Random(1)), new Random(1));

        // Then
        assertThat(database.query("SELECT concat_ws(' ', outcome, left(actual_sha256, 4), original_device_class,"
                        + " actual_device_class, decided_at IS NOT NULL) FROM verifications ORDER BY job_id"))
                .containsExactly(
                        "equal 0000 cpu cpu t", "different aaaa cpu gpu t", "inconclusive cpu t", "pending cpu f");
    }

    @Test
    void anImageThatComesAfterTheEndOfItsJobIsProofNevertheless() throws SQLException {
        // Given
        var original = new JobScript(UUID.randomUUID());
        var job = new JobScript(UUID.randomUUID()).submittedToVerify(original.imageDigest(0), original, "cpu");
        write(KafkaLog.of(job.failed("not-finite").events()).inOrder());

        // When
        write(KafkaLog.of(job.produced(0, original.imageDigest(0)).events()).inOrder());

        // Then
        assertThat(database.query("SELECT outcome FROM verifications")).containsExactly("equal");
        assertThatThrownBy(() -> database.execute("UPDATE verifications SET outcome = 'pending', decided_at = NULL,"
                        + " actual_sha256 = NULL, actual_device_class = NULL"))
                .hasMessageContaining("what was made again does not change");
    }

    @Test
    void aTerminalJobIsNotMovedByLateEvents() throws SQLException {
        // Given
        var job = new JobScript(UUID.randomUUID()).submitted().started(1).succeeded();
        write(KafkaLog.of(job.events()).inOrder());
        var row = database.query("SELECT to_jsonb(jobs) FROM jobs");

        // When
        job.started(2).progressed(5).failed("too-late").canceled();
        write(KafkaLog.of(job.events()).inOrder());

        // Then
        assertThat(database.query("SELECT to_jsonb(jobs) FROM jobs")).isEqualTo(row);
        assertThat(database.query("SELECT count(*) FROM job_events")).containsExactly("7");
    }

    @Test
    void aCanceledJobStaysCanceledWhateverItsSamplerStillSays() throws SQLException {
        // Given
        var job = new JobScript(UUID.randomUUID())
                .submitted()
                .started(1)
                .progressed(5)
                .canceled();
        write(KafkaLog.of(job.events()).inOrder());
        var row = database.query("SELECT to_jsonb(jobs) FROM jobs");

        // When
        job.progressed(12).produced(0).succeeded().failed("too-late").started(2);
        write(KafkaLog.of(job.events()).inOrder());

        // Then
        assertThat(database.query("SELECT to_jsonb(jobs) FROM jobs")).isEqualTo(row);
        assertThat(database.query("SELECT status || ': ' || cancel_reason FROM jobs"))
                .containsExactly("canceled: by the user");
    }

    @Test
    void theDatabaseItselfRefusesToMoveATerminalRow() throws SQLException {
        var job = new JobScript(UUID.randomUUID()).submitted().failed("checkpoint-unavailable");
        var training = new TrainingScript("run").requested().started(0).finished();
        write(KafkaLog.of(job.events()).inOrder());
        write(KafkaLog.of(training.events()).inOrder());

        assertThatThrownBy(() -> database.execute("UPDATE jobs SET steps_done = 3"))
                .hasMessageContaining("a terminal job does not change");
        assertThatThrownBy(() -> database.execute("UPDATE training_runs SET step = 3"))
                .hasMessageContaining("a terminal training does not change");
    }

    @Test
    void progressOfAnOlderAttemptNeverOverwritesThatOfANewerOne() throws SQLException {
        // Given
        var late = new JobScript(UUID.randomUUID()).submitted().started(1).progressed(15);
        var log = KafkaLog.of(late.started(2).progressed(3).events()).inOrder();

        // When
        write(log);
        write(List.of(log.get(2)));

        // Then
        assertThat(database.query("SELECT attempt || ':' || steps_done || ':' || worker FROM jobs"))
                .containsExactly("2:3:sampler-2");
    }

    @Test
    void aRefusedRecordIsParkedAndItsNeighboursAreWritten() throws SQLException {
        // Given
        var first = new JobScript(UUID.randomUUID()).submitted();
        var second = new JobScript(UUID.randomUUID()).submitted().started(1);
        var events = new ArrayList<>(first.events());
        events.add(Event.garbage(Topic.JOBS, "k", "\u0001\u0002 not protobuf"));
        events.add(Event.garbage(Topic.JOB_EVENTS, "k", ""));
        events.addAll(new JobScript(UUID.randomUUID()).failed("nul\0code").events());
        events.addAll(second.events());

        // When
        write(KafkaLog.of(events).inOrder());

        // Then
        assertThat(database.query("SELECT count(*) FROM jobs")).containsExactly("2");
        assertThat(database.query("SELECT reason FROM parked_records ORDER BY topic DESC, kafka_offset"))
                .satisfiesExactly(
                        reason -> assertThat(reason).startsWith("not Protobuf"),
                        reason -> assertThat(reason).startsWith("job_id is not a UUID"),
                        reason -> assertThat(reason).contains("0x00"));
    }

    @Test
    void theNewestEvaluationOfAWayOfSamplingStaysAndIsNoTraining() throws SQLException {
        // Given
        var log = KafkaLog.of(new TrainingScript("run")
                        .evaluated(10, 12.5)
                        .evaluated(20, 11)
                        .evaluated(10, 12)
                        .events())
                .inOrder();

        // When
        write(log);
        write(List.of(log.getFirst()));

        // Then
        assertThat(database.query("SELECT steps || ': ' || (scores ->> 'frechet_distance') || ' of '"
                        + " || (floor_scores ->> 'frechet_distance') || ' to '"
                        + " || (ceiling_scores ->> 'frechet_distance') FROM checkpoint_evaluations ORDER BY steps"))
                .containsExactly("10: 12.0 of 0.1 to 100.0", "20: 11.0 of 0.1 to 100.0");
        assertThat(database.query(
                        "SELECT (scores ->> 'prompt_agreement') || ', ' || (floor_scores ? 'prompt_agreement')"
                                + " FROM checkpoint_evaluations WHERE steps = 20"))
                .containsExactly("0.5, false");
        assertThat(database.query("SELECT id FROM training_runs")).isEmpty();
        assertThat(database.query("SELECT reason FROM parked_records")).isEmpty();
    }

    @Test
    void anEventTypeFromTheFutureIsKeptAndChangesNothing() throws SQLException {
        // Given
        var job = new JobScript(UUID.randomUUID()).fromTheFuture();
        var bytes = job.events().getFirst().value();

        // When
        write(KafkaLog.of(job.events()).inOrder());

        // Then
        assertThat(database.query("SELECT status FROM jobs")).containsExactly("queued");
        assertThat(database.query("SELECT encode(payload, 'hex') FROM job_events"))
                .containsExactly(HexFormat.of().formatHex(bytes));
        assertThat(database.query("SELECT topic || ' ' || type || ' ' || events FROM dashboards.unknown_events"))
                .containsExactly("unstir.job-events io.unstir.v1.JobEvent 1");
    }

    @Test
    void anOccurrenceToldAgainInTheNextMonthStandsOnce() throws SQLException {
        // Given
        int untilTwoSecondsBeforeDecember = 7 * 24 * 3600 + 12 * 3600 - 2;
        var job = new JobScript(UUID.randomUUID(), "default", untilTwoSecondsBeforeDecember)
                .submitted()
                .produced(0)
                .produced(0);

        // When
        write(KafkaLog.of(job.events()).inOrder());

        // Then
        assertThat(database.query(
                        "SELECT tableoid::regclass || ' ' || split_part(type, '.', 4) FROM job_events ORDER BY 1"))
                .containsExactly("job_events_2026_11 ImageProduced", "job_events_2026_11 JobSubmitted");
        assertThat(database.query("SELECT to_regclass('job_events_2026_12') IS NOT NULL"))
                .containsExactly("t");
    }

    @Test
    void anEventOfAnotherCenturyIsParkedAndMakesNoPartition() throws SQLException {
        // Given
        var job = new JobScript(UUID.randomUUID(), "default", -250_000_000)
                .submitted()
                .started(1);
        var neighbour = new JobScript(UUID.randomUUID()).submitted();
        var events = new ArrayList<>(job.events());
        events.addAll(neighbour.events());
        events.add(Event.garbage(Topic.JOBS, "k", "\u0001\u0002 not protobuf"));

        // When
        write(KafkaLog.of(events).inOrder());

        // Then
        assertThat(database.query("SELECT id FROM jobs")).containsExactly(neighbour.id());
        assertThat(database.query("SELECT split_part(reason, E'\\n', 1) FROM parked_records ORDER BY 1"))
                .hasSize(3)
                .filteredOn(reason -> reason.contains("no partition"))
                .hasSize(2);
    }

    @Test
    void whatImagesAreMadeFromStandsBesideTheJob() throws SQLException {
        // Given
        var job = new JobScript(UUID.randomUUID()).submitted(request -> request.setImage(ImageConditioning.newBuilder()
                        .setImageSha256("a".repeat(64))
                        .setMaskSha256("b".repeat(64))
                        .setStrength(0.5))
                .setVariation(Variation.newBuilder().setOfImage(1).setStrength(0.25)));

        // When
        write(KafkaLog.of(job.events()).inOrder());

        // Then
        assertThat(database.query("SELECT concat_ws(' ', role, left(sha256, 1), of_seed, of_image, strength)"
                        + " FROM image_parents ORDER BY role"))
                .containsExactly("init a 0.5", "mask b", "variation 0 1 0.25");
    }

    @Test
    void aCheckpointNamesItsFilesAndItsData() throws SQLException {
        // When
        var training = new TrainingScript("run").started(0).published().published();
        write(KafkaLog.of(training.events()).inOrder());

        // Then
        assertThat(database.query("SELECT model || ' ' || path || ' ' || size_bytes FROM checkpoint_files"
                        + " JOIN checkpoints ON digest = checkpoint"))
                .containsExactly("emoji unet/model.onnx 7");
        assertThat(database.query("SELECT items || ' ' || licence FROM data_sets"
                        + " JOIN checkpoints ON checkpoints.dataset_digest = data_sets.digest"))
                .containsExactly("24 Apache-2.0");
    }

    @Test
    void aNameThatIsPublishedAnewLeavesTheHistoryOfWhatItMeantBefore() throws SQLException {
        // Given
        var job = new JobScript(UUID.randomUUID())
                .submitted("a1".repeat(32), request -> request)
                .started(1)
                .produced(0);
        var first = new TrainingScript("run-1").published("a1".repeat(32), "e1".repeat(32));
        var second = new TrainingScript("run-2", "default", 60)
                .published("a2".repeat(32), "e2".repeat(32))
                .retired("a2".repeat(32))
                .published("a3".repeat(32), "e2".repeat(32));

        // When
        write(KafkaLog.of(job.events()).inOrder());
        write(KafkaLog.of(first.events()).inOrder());
        write(KafkaLog.of(second.events()).inOrder());

        // Then
        assertThat(database.query("SELECT left(digest, 2) || ' ' || training_id FROM checkpoints ORDER BY 1"))
                .containsExactly("a1 run-1", "a2 run-2", "a3 run-2");
        assertThat(database.query("SELECT concat_ws(' ', left(digest, 2), current, retired_reason)"
                        + " FROM named_checkpoints WHERE (model, version) = ('emoji', '1') ORDER BY 1"))
                .containsExactly("a1 f", "a2 f old", "a3 t");
        assertThat(database.query("SELECT training_id || ' ' || left(dataset_digest, 2) FROM dashboards.lineage"))
                .containsExactly("run-1 e1");
        assertThat(database.query("SELECT left(sha256, 2) || ' of ' || left(checkpoint, 2) FROM checkpoint_files"))
                .containsExactlyInAnyOrder("91 of a1", "92 of a2", "93 of a3");
    }

    @Test
    void aRetirementIsOfWhatTheNameMeantThenAndIsTakenBackByAPublication() throws SQLException {
        // When
        var first = new TrainingScript("run-1").published("a1".repeat(32), "e1".repeat(32));
        var second = new TrainingScript("run-2", "default", 60)
                .published("a2".repeat(32), "e2".repeat(32))
                .retired()
                .published("a1".repeat(32), "e1".repeat(32));
        write(KafkaLog.of(first.events()).inOrder());
        write(KafkaLog.of(second.events()).inOrder());

        // Then
        assertThat(database.query("SELECT concat_ws(' ', left(digest, 2), current, retired_reason)"
                        + " FROM named_checkpoints ORDER BY 1"))
                .containsExactly("a1 t", "a2 f old");
        assertThat(database.query("SELECT training_id FROM checkpoints WHERE digest LIKE 'a1%'"))
                .containsExactly("run-1");
    }

    @Test
    void aCheckpointThatOnlyOthersNameIsARowAndSoIsTheOneItBeganWith() throws SQLException {
        // Given
        var training = new TrainingScript("run");
        var manifest = training.manifest("a1".repeat(32), "e1".repeat(32));
        manifest.getLineageBuilder().setStartCheckpoint("a0".repeat(32));

        // When
        write(KafkaLog.of(training.published("a1".repeat(32), manifest.build())
                        .retired("a2".repeat(32))
                        .finished()
                        .events())
                .inOrder());

        // Then
        assertThat(
                        database.query(
                                "SELECT concat_ws(' ', left(digest, 2), manifest IS NULL, left(start_checkpoint, 2)) FROM checkpoints ORDER BY 1"))
                .containsExactly("a0 t", "a1 f a0", "a2 t", "dd t");
        assertThatThrownBy(() -> database.execute("DELETE FROM checkpoints WHERE digest LIKE 'a0%'"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void anEventOfTheRegistryFromTheFutureIsCountedAndNotParked() throws SQLException {
        // Given
        var log = KafkaLog.of(new TrainingScript("run")
                .checkpointFromTheFuture()
                .fromTheFuture()
                .events());

        // When
        write(log.inOrder());
        write(log.inOrder());

        // Then
        assertThat(database.query(
                        "SELECT topic || ' ' || type || ' ' || events FROM dashboards.unknown_events ORDER BY 1"))
                .containsExactly(
                        "unstir.checkpoints io.unstir.v1.CheckpointEvent 1",
                        "unstir.training-events io.unstir.v1.TrainingEvent 1");
        assertThat(database.query("SELECT reason FROM parked_records")).isEmpty();
    }

    @Test
    void theDatabaseRefusesWhatTheWriterNeverDoes() throws SQLException {
        var job = new JobScript(UUID.randomUUID()).submitted().started(1).produced(0);
        write(KafkaLog.of(job.events()).inOrder());
        write(KafkaLog.of(new TrainingScript("run").requested().published().events())
                .inOrder());

        for (var refused : List.of(
                "UPDATE jobs SET status = 'queued'",
                "UPDATE jobs SET prompt = 'another'",
                "UPDATE images SET width = 1",
                "UPDATE job_events SET attempt = 7",
                "DELETE FROM job_events",
                "DELETE FROM job_events_2026_11",
                "TRUNCATE job_events",
                "DELETE FROM training_events",
                "TRUNCATE training_events",
                "UPDATE training_events SET worker = ''",
                "UPDATE checkpoint_names SET reason = 'another'",
                "DELETE FROM checkpoint_names",
                "DELETE FROM checkpoints",
                "DELETE FROM tenants")) {
            assertThatThrownBy(() -> database.execute(refused)).as(refused).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void retentionDropsMonthsAndAnOperatorWhoSaysSoRemovesRows() throws SQLException {
        // Given
        var job = new JobScript(UUID.randomUUID()).submitted().started(1);
        write(KafkaLog.of(job.events()).inOrder());
        write(KafkaLog.of(new TrainingScript("run").requested().events()).inOrder());

        // When
        database.execute("ALTER TABLE job_events DETACH PARTITION job_events_2026_11");
        database.execute("DROP TABLE job_events_2026_11");
        database.execute("SET unstir.retention = 'on'; DELETE FROM training_events");

        // Then
        assertThat(database.query("SELECT event_id FROM job_events")).isEmpty();
        assertThat(database.query("SELECT event_id FROM training_events")).isEmpty();
        write(KafkaLog.of(job.events()).inOrder());
        assertThat(database.query("SELECT count(*) FROM job_events")).containsExactly("2");
        assertThatThrownBy(() -> database.execute("DELETE FROM job_events"))
                .hasMessageContaining("what was told is not removed");
    }

    @Test
    void whatEventsSayIsReadBySqlAlone() throws SQLException {
        // When
        var job = new JobScript(UUID.randomUUID())
                .submitted()
                .started(1)
                .progressed(4)
                .cancelRequested()
                .failed("checkpoint-unavailable");
        write(KafkaLog.of(job.events()).inOrder());
        write(KafkaLog.of(new TrainingScript("run")
                        .requested()
                        .started(0)
                        .progressed(100, 0.5)
                        .progressed(200, 0.25)
                        .finished()
                        .events())
                .inOrder());

        // Then
        assertThat(database.query("SELECT what FROM dashboards.job_story ORDER BY at, kafka_offset NULLS LAST, what"))
                .containsExactly(
                        "JobSubmitted",
                        "JobStarted on cpu",
                        "JobProgressed: step 4 of 20",
                        "JobCancelRequested: changed my mind",
                        "JobFailed: checkpoint-unavailable: It did not work.",
                        "ended: failed (checkpoint-unavailable: It did not work.)");
        assertThat(database.query("SELECT step || ' ' || loss || ' ' || images_per_second FROM training_events"
                        + " WHERE type = 'io.unstir.v1.TrainingProgressed' ORDER BY step"))
                .containsExactly("100 0.5 60", "200 0.25 60");
        assertThat(
                        database.query(
                                "SELECT concat_ws(' ', split_part(type, '.', 4), step) FROM training_events ORDER BY kafka_offset, 1 DESC"))
                .containsExactly(
                        "TrainingStarted 0",
                        "TrainingRequested",
                        "TrainingProgressed 100",
                        "TrainingProgressed 200",
                        "TrainingFinished 1000");
    }

    @Test
    void aBatchThatFailsLeavesNothingBehind() throws SQLException {
        // Given
        var log = KafkaLog.of(new JobScript(UUID.randomUUID()).submitted().events());

        // When
        try (var connection = database.connect()) {
            connection.setReadOnly(true);
            assertThatThrownBy(() -> new BatchWriter().write(connection, log.inOrder()))
                    .hasMessageContaining("read-only");
        }

        // Then
        assertThat(database.rows()).isEmpty();
        assertThat(database.query("SELECT topic FROM consumer_offsets")).isEmpty();
    }

    /** Jobs in every course there is, two of them with the same pictures' slots taken twice, and a training that resumes. */
    /** One of each outcome. */
    private static List<Event> verifications() {
        var original = new JobScript(new UUID(0x7000, 0x8000_0000_0000_0100L))
                .submitted()
                .produced(0)
                .succeeded();
        String image = original.imageDigest(0);
        var jobs = IntStream.range(1, 5)
                .mapToObj(i -> new JobScript(new UUID(0x7000, 0x8000_0000_0000_0100L + i))
                        .submittedToVerify(image, original, "cpu"))
                .toList();
        jobs.get(0).produced(0, image).succeeded();
        jobs.get(1).produced(0, "a".repeat(64), "gpu").succeeded();
        jobs.get(2).failed("not-finite");
        return Stream.concat(Stream.of(original), jobs.stream())
                .flatMap(job -> job.events().stream())
                .toList();
    }

    private static List<Event> world() {
        var events = new ArrayList<Event>();
        var ids = IntStream.range(0, 6)
                .mapToObj(i -> new UUID(0x7000, 0x8000_0000_0000_0000L + i))
                .toList();
        events.addAll(new JobScript(ids.get(0))
                .submitted()
                .started(1)
                .progressed(4)
                .produced(0)
                .progressed(20)
                .produced(1)
                .succeeded()
                .events());
        events.addAll(new JobScript(ids.get(1))
                .submitted()
                .started(1)
                .progressed(9)
                .started(2)
                .progressed(2)
                .produced(0)
                .produced(0)
                .produced(1)
                .succeeded()
                .events());
        events.addAll(new JobScript(ids.get(2))
                .submitted()
                .started(1)
                .failed("malformed-job")
                .events());
        events.addAll(new JobScript(ids.get(3)).submitted().canceled().events());
        events.addAll(new JobScript(ids.get(4))
                .submitted()
                .started(1)
                .progressed(7)
                .fromTheFuture()
                .events());
        events.addAll(new JobScript(ids.get(5)).submitted().events());
        events.addAll(verifications());
        events.addAll(new TrainingScript("run-1")
                .requested()
                .started(0)
                .progressed(100, 0.5)
                .progressed(200, 0.4)
                .started(150)
                .progressed(160, 0.39)
                .finished()
                .published()
                .evaluated(10, 12.5)
                .evaluated(20, 11)
                .evaluated(10, 12)
                .retired()
                .published("a2".repeat(32), "e2".repeat(32))
                .checkpointFromTheFuture()
                .fromTheFuture()
                .events());
        events.addAll(new TrainingScript("run-2")
                .requested()
                .started(0)
                .progressed(100, 0.5)
                .events());
        events.addAll(new TrainingScript("run-3")
                .requested()
                .started(0)
                .progressed(100, 0.5)
                .cancelled(120)
                .progressed(130, 0.4)
                .events());
        events.addAll(new TrainingScript("run-4").requested().cancelled(0).events());
        events.add(Event.garbage(Topic.JOBS, "k", "\u0001\u0002 not protobuf"));
        return events;
    }

    /** What an order cannot change: everything but the course of rows whose end came before it. */
    private static List<String> outcome() throws SQLException {
        var outcome = new ArrayList<>(database.query(
                "SELECT to_jsonb(t) FROM (SELECT id, status, submitted_at, prompt, completed_at, error_code, cancel_reason "
                        + "FROM jobs) t ORDER BY id"));
        outcome.addAll(
                database.query("SELECT to_jsonb(t) FROM (SELECT id, status, requested_at, step, checkpoint_digest, "
                        + "completed_at FROM training_runs) t ORDER BY id"));
        for (var table : List.of(
                "images",
                "data_sets",
                "tenants",
                "checkpoints",
                "checkpoint_files",
                "checkpoint_names",
                "unknown_checkpoint_events",
                "checkpoint_evaluations",
                "parked_records")) {
            outcome.addAll(database.query("SELECT to_jsonb(t) - 'produced_at' FROM %s t ORDER BY 1".formatted(table)));
        }
        outcome.addAll(database.query("SELECT source || event_id || type FROM job_events ORDER BY 1"));
        outcome.addAll(database.query("SELECT source || event_id || type FROM training_events ORDER BY 1"));
        return outcome;
    }

    private static void write(List<TopicRecord> records) throws SQLException {
        try (var connection = database.connect()) {
            new BatchWriter().write(connection, records);
        }
    }

    private static void writeInBatches(List<TopicRecord> records, Random random) throws SQLException {
        try (var connection = database.connect()) {
            for (int from = 0; from < records.size(); ) {
                int to = Math.min(records.size(), from + 1 + random.nextInt(12));
                new BatchWriter().write(connection, records.subList(from, to));
                from = to;
            }
        }
    }
}
