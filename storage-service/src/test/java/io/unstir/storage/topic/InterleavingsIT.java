package io.unstir.storage.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.proto.v1.ImageConditioning;
import io.unstir.proto.v1.SamplingRequest;
import io.unstir.storage.fixture.Database;
import io.unstir.storage.fixture.Event;
import io.unstir.storage.fixture.JobScript;
import io.unstir.storage.fixture.TrainingScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Jobs and trainings that do anything at all, sensible or not: read partition by partition, or mixed, with repetitions and in batches of any
 * size, they leave the same rows. Real PostgreSQL, no Kafka.
 */
class InterleavingsIT {
    private static final int JOBS = 4;
    private static final int TRAININGS = 3;
    private static final int PARTITIONS = 3;

    /** What the others verify; it may never come. */
    private static final JobScript FIRST = new JobScript(new UUID(0x7000, 0x8000_0000_0000_00ffL));

    private static final String ORIGINS_KEPT =
            "SELECT concat_ws(' ', job_id, origin, tenant, submitted_at) FROM job_origins ORDER BY 1";

    private static final String ORIGINS_FOUND = """
            WITH RECURSIVE found (job, origin) AS (
                SELECT id, checkpoint_digest FROM jobs WHERE submitted_at IS NOT NULL
                UNION
                SELECT job_id, sha256 FROM image_parents
                UNION
                SELECT image_parents.job_id, origin FROM found JOIN images ON images.job_id = job
                                                 JOIN image_parents USING (sha256))
            SELECT concat_ws(' ', job, origin, tenant, submitted_at) FROM found JOIN jobs ON id = job ORDER BY 1""";

    private static Path folder;
    private static Database database;

    @BeforeContainer
    static void start() throws Exception {
        folder = Files.createTempDirectory("interleavings");
        database = new Database(folder.resolve("postgres"));
        database.migrate();
    }

    @AfterContainer
    static void stop() throws Exception {
        database.close();
        try (var files = Files.walk(folder)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        }
    }

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void anyCourseReadInAnyInterleavingLeavesTheSameRows(
            @ForAll("jobSteps") List<JobStep> jobSteps,
            @ForAll("trainingSteps") List<TrainingStep> trainingSteps,
            @ForAll long seed)
            throws SQLException {
        // Given
        var log = KafkaLog.of(events(jobSteps, trainingSteps), PARTITIONS);
        database.empty();
        write(log.inOrder(), List.of());
        var expected = database.rows();

        // When
        database.empty();
        var random = new Random(seed);
        var seen = log.interleavedWithReplays(random);
        write(
                seen,
                IntStream.range(0, seen.size())
                        .filter(_ -> random.nextInt(6) == 0)
                        .boxed()
                        .toList());

        // Then
        assertThat(database.rows()).isEqualTo(expected);
        assertThat(database.query(ORIGINS_KEPT)).isEqualTo(database.query(ORIGINS_FOUND));
    }

    /** @param job which one */
    record JobStep(int job, JobAct act) {}

    enum JobAct {
        SUBMIT,
        SUBMIT_TO_VERIFY,
        SUBMIT_TO_VERIFY_ANOTHER,
        START,
        START_AGAIN,
        PROGRESS,
        PROGRESS_FURTHER,
        PRODUCE,
        PRODUCE_SECOND,
        SUCCEED,
        FAIL,
        CANCEL,
        WANT_CANCELED,
        SAY_SOMETHING_NEW;

        void on(JobScript job, JobScript neighbour) {
            switch (this) {
                case SUBMIT -> job.submitted("%064x".formatted(job.id().hashCode()), beginningWith(neighbour));
                case SUBMIT_TO_VERIFY -> job.submittedToVerify(job.imageDigest(0), FIRST, "cpu");
                case SUBMIT_TO_VERIFY_ANOTHER -> job.submittedToVerify("a".repeat(64), FIRST, "gpu");
                case START -> job.started(1);
                case START_AGAIN -> job.started(2);
                case PROGRESS -> job.progressed(3);
                case PROGRESS_FURTHER -> job.progressed(12);
                case PRODUCE -> job.produced(0);
                case PRODUCE_SECOND -> job.produced(1);
                case SUCCEED -> job.succeeded();
                case FAIL -> job.failed("checkpoint-unavailable");
                case CANCEL -> job.canceled();
                case WANT_CANCELED -> job.cancelRequested();
                case SAY_SOMETHING_NEW -> job.fromTheFuture();
            }
        }
    }

    /** All do so in a circle, and which of them come true depends on who produces an image. */
    private static UnaryOperator<SamplingRequest.Builder> beginningWith(JobScript neighbour) {
        return request -> request.setImage(ImageConditioning.newBuilder().setImageSha256(neighbour.imageDigest(0)));
    }

    /** @param training which one */
    record TrainingStep(int training, TrainingAct act) {}

    enum TrainingAct {
        REQUEST,
        START,
        RESUME,
        PROGRESS,
        SAMPLE,
        FINISH,
        CANCEL,
        FAIL,
        PUBLISH,
        PUBLISH_ANOTHER,
        RETIRE,
        RETIRE_ANOTHER,
        EVALUATE,
        SAY_SOMETHING_NEW,
        SAY_SOMETHING_NEW_OF_A_CHECKPOINT;

        void on(TrainingScript training) {
            switch (this) {
                case REQUEST -> training.requested();
                case START -> training.started(0);
                case RESUME -> training.started(150);
                case PROGRESS -> training.progressed(200, 0.5);
                case SAMPLE -> training.sampled(200);
                case FINISH -> training.finished();
                case CANCEL -> training.cancelled(120);
                case FAIL -> training.failed("loss-not-finite");
                case PUBLISH -> training.published();
                case PUBLISH_ANOTHER -> training.published("a2".repeat(32), "e2".repeat(32));
                case RETIRE -> training.retired();
                case RETIRE_ANOTHER -> training.retired("a2".repeat(32));
                case EVALUATE -> training.evaluated(10, 12.5);
                case SAY_SOMETHING_NEW -> training.fromTheFuture();
                case SAY_SOMETHING_NEW_OF_A_CHECKPOINT -> training.checkpointFromTheFuture();
            }
        }
    }

    @Provide
    Arbitrary<List<JobStep>> jobSteps() {
        return Arbitraries.integers()
                .between(0, JOBS - 1)
                .flatMap(job -> Arbitraries.of(JobAct.class).map(act -> new JobStep(job, act)))
                .list()
                .ofMinSize(10)
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<List<TrainingStep>> trainingSteps() {
        return Arbitraries.integers()
                .between(0, TRAININGS - 1)
                .flatMap(training -> Arbitraries.of(TrainingAct.class).map(act -> new TrainingStep(training, act)))
                .list()
                .ofMaxSize(40);
    }

    /** Jobs that begin shortly before a month ends, so that histories go over two partitions. */
    private static List<Event> events(List<JobStep> jobSteps, List<TrainingStep> trainingSteps) {
        int shortlyBeforeDecember = 7 * 24 * 3600 + 12 * 3600 - 8;
        var jobs = IntStream.range(0, JOBS)
                .mapToObj(i -> new JobScript(
                        new UUID(0x7000, 0x8000_0000_0000_0000L + i), "tenant-" + i % 2, shortlyBeforeDecember))
                .toList();
        jobSteps.forEach(step -> step.act().on(jobs.get(step.job()), jobs.get((step.job() + 1) % JOBS)));
        var trainings = IntStream.range(0, TRAININGS)
                .mapToObj(i -> new TrainingScript("run-" + i, "tenant-" + i % 2, 10 * i))
                .toList();
        trainingSteps.forEach(step -> step.act().on(trainings.get(step.training())));
        var events = new ArrayList<Event>();
        jobs.forEach(job -> events.addAll(job.events()));
        trainings.forEach(training -> events.addAll(training.events()));
        return events;
    }

    private static void write(List<TopicRecord> records, List<Integer> ends) throws SQLException {
        try (var connection = database.connect()) {
            int from = 0;
            for (int to : ends) {
                new BatchWriter().write(connection, records.subList(from, to));
                from = to;
            }
            new BatchWriter().write(connection, records.subList(from, records.size()));
        }
    }
}
