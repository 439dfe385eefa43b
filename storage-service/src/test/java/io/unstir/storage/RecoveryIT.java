package io.unstir.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.JsonFormat;
import io.unstir.proto.Topic;
import io.unstir.storage.fixture.Broker;
import io.unstir.storage.fixture.Database;
import io.unstir.storage.fixture.Event;
import io.unstir.storage.fixture.JobScript;
import io.unstir.storage.fixture.StorageProcess;
import io.unstir.storage.fixture.TrainingScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What must not be lost or doubled when processes, the database or topics go away. */
@Timeout(180)
class RecoveryIT {
    /** Partitions of the topics that storage reads. */
    private static final int READ = Stream.of(
                    Topic.JOBS,
                    Topic.JOBS_BULK,
                    Topic.JOB_CONTROL,
                    Topic.JOB_EVENTS,
                    Topic.TRAININGS,
                    Topic.TRAINING_EVENTS,
                    Topic.CHECKPOINTS)
            .mapToInt(Topic::partitions)
            .sum();

    @TempDir
    private Path folder;

    private Database database;
    private Broker broker;

    @BeforeEach
    void start() throws Exception {
        database = new Database(folder.resolve("postgres"));
        broker = new Broker(folder.resolve("kafka"));
        broker.createTopics();
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
        database.close();
    }

    @Test
    void aProcessKilledAtAnyMomentLosesNothingAndDoublesNothing() throws Exception {
        // Given
        send(jobs(400));
        var left = new ArrayList<Integer>();

        // When
        for (int life = 0; life < 3; life++) {
            var storage = storage("-Dunstir.intake.batch-size=20");
            int next = 100 + life * 400;
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> jobEvents() > next);
            storage.kill();
            left.add(jobEvents());
        }

        // Then
        assertThat(left.getFirst()).as("killed in the middle").isLessThan(2400);
        try (var storage = storage()) {
            storage.awaitReady();
            awaitEverythingIsRead();
            assertThat(database.query("SELECT count(*) FROM jobs WHERE status = 'succeeded'"))
                    .containsExactly("400");
            assertThat(jobEvents()).isEqualTo(2400);
            assertThat(database.query("SELECT count(*) FROM images")).containsExactly("800");
        }
    }

    @Test
    void readingEveryTopicAgainFromTheStartChangesNothing() throws Exception {
        // Given
        send(jobs(50));
        send(new TrainingScript("run")
                .requested()
                .started(0)
                .progressed(10, 1)
                .started(5)
                .progressed(6, 0.9)
                .published()
                .retired()
                .events());
        broker.send(Event.garbage(Topic.JOB_EVENTS, "k", "\u0001\u0002 not protobuf"));
        try (var storage = storage()) {
            storage.awaitReady();
            awaitEverythingIsRead();
        }
        var rows = database.rows();
        var offsets = offsets();

        // When
        database.execute("DELETE FROM consumer_offsets");
        try (var storage = storage()) {
            storage.awaitReady();
            await().untilAsserted(() -> assertThat(offsets()).isEqualTo(offsets));
        }

        // Then
        assertThat(database.rows()).isEqualTo(rows);
        assertThat(database.query("SELECT sum(records_behind) || ' of ' || count(*) FROM dashboards.lag"))
                .containsExactly("0 of " + READ);
    }

    @Test
    void aDroppedDatabaseIsRebuiltFromTheTopics() throws Exception {
        // Given
        send(jobs(50));
        send(new TrainingScript("run")
                .requested()
                .started(0)
                .progressed(10, 1)
                .sampled(10)
                .finished()
                .published()
                .evaluated(10, 12.5)
                .retired()
                .published("a2".repeat(32), "e2".repeat(32))
                .retired("a2".repeat(32))
                .checkpointFromTheFuture()
                .fromTheFuture()
                .events());
        send(new JobScript(UUID.randomUUID())
                .submitted()
                .started(1)
                .cancelRequested()
                .canceled()
                .events());
        broker.send(Event.garbage(Topic.JOB_EVENTS, "k", "\u0001\u0002 not protobuf"));
        try (var storage = storage("-Dunstir.intake.batch-size=20")) {
            storage.awaitReady();
            awaitEverythingIsRead();
        }
        var checksums = database.checksums();

        // When
        database.drop();
        try (var storage = storage()) {
            storage.awaitReady();
            awaitEverythingIsRead();
        }

        // Then
        assertThat(database.checksums()).isEqualTo(checksums);
        assertThat(database.query("SELECT description FROM flyway_schema_history WHERE version = '19.1'"))
                .as("the migration that is no SQL")
                .containsExactly("Details of old events");
        assertThat(checksums.get("jobs")).endsWith(" of 51");
        assertThat(checksums.get("job_events")).endsWith(" of 304");
        assertThat(checksums.get("checkpoint_names")).endsWith(" of 4");
        assertThat(checksums.get("unknown_checkpoint_events")).endsWith(" of 1");
    }

    @Test
    void whatCompactionTookFromTheRegistryIsToldByTheBundles() throws Exception {
        // Given
        var training = new TrainingScript("run");
        var start = manifest(training, "e0");
        var manifest = training.manifest("a1".repeat(32), "e1".repeat(32));
        manifest.getLineageBuilder().setStartCheckpoint(sha256(start));
        var old = JsonFormat.printer().print(manifest).getBytes(UTF_8);
        var lost = "a3".repeat(32);
        send(new JobScript(UUID.randomUUID())
                .submitted(sha256(old), request -> request)
                .started(1)
                .produced(0)
                .succeeded()
                .events());
        send(new JobScript(UUID.randomUUID())
                .submitted(lost, request -> request)
                .events());
        send(training.published(
                        sha256(start),
                        training.manifest("a0".repeat(32), "e0".repeat(32)).build())
                .published(sha256(old), manifest.build())
                .published(lost, "e3".repeat(32))
                .published("a4".repeat(32), "e4".repeat(32))
                .events());
        try (var storage = storage()) {
            storage.awaitReady();
            for (var bundle : List.of(start, old)) {
                assertThat(storage.put("/blobs/" + sha256(bundle), bundle).statusCode())
                        .isEqualTo(201);
            }
            awaitEverythingIsRead();
        }
        var lineage = lineage();
        var checkpoints = checkpoints();
        var checksums = database.checksums();

        // When
        broker.compact(Topic.CHECKPOINTS);
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            send(training.published("a4".repeat(32), "e4".repeat(32))
                    .events()
                    .reversed()
                    .subList(0, 1));
            return broker.offsets(Topic.CHECKPOINTS).getFirst() > 2;
        });
        database.drop();
        try (var storage = storage("-Dunstir.intake.look-after-topics=200ms")) {
            storage.awaitReady();
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                            database.query("SELECT digest FROM checkpoints WHERE manifest IS NULL"))
                    .containsExactly(lost));
            awaitEverythingIsRead();
        }

        // Then
        assertThat(lineage).singleElement().asString().contains("run", "e1e1", sha256(start));
        assertThat(lineage()).isEqualTo(lineage);
        assertThat(checkpoints())
                .as("all but the one that has no bundle")
                .isSubsetOf(checkpoints)
                .hasSize(3);
        assertThat(database.query("SELECT published_at FROM checkpoints WHERE digest = '%s'".formatted(sha256(old))))
                .as("what nobody knows any more")
                .containsExactly((String) null);
        for (var table : List.of("jobs", "job_events", "images", "image_parents", "tenants")) {
            assertThat(database.checksums().get(table)).as(table).isEqualTo(checksums.get(table));
        }
    }

    private List<String> lineage() throws SQLException {
        return database.query("SELECT to_jsonb(t) FROM dashboards.lineage AS t ORDER BY 1");
    }

    /** But for when they were published. */
    private List<String> checkpoints() throws SQLException {
        return database.query(
                "SELECT to_jsonb(c) - 'published_at' || jsonb_build_object('files', (SELECT jsonb_agg(f ORDER BY path)"
                        + " FROM checkpoint_files AS f WHERE checkpoint = digest)) FROM checkpoints AS c WHERE manifest IS NOT NULL ORDER BY 1");
    }

    private static byte[] manifest(TrainingScript training, String digit) throws Exception {
        return JsonFormat.printer()
                .print(training.manifest("a0".repeat(32), digit.repeat(32)))
                .getBytes(UTF_8);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void theRowsOfBlobsComeBackFromTheStoreAndTheirOwnersFromTheTopics() throws Exception {
        // Given
        var upload = "a picture to begin with".getBytes(UTF_8);
        var unused = "a picture no job ever named".getBytes(UTF_8);
        var made = "an image".getBytes(UTF_8);
        var named = hex(upload);
        try (var storage = storage()) {
            storage.awaitReady();
            storage.put(address(upload) + "?tenant=acme", upload);
            storage.put(address(unused) + "?tenant=acme", unused);
            storage.put(address(made) + "?tenant=acme", made);
            send(new JobScript(UUID.randomUUID(), "acme", 0)
                    .submitted(request -> {
                        request.getImageBuilder().setImageSha256(named);
                        return request;
                    })
                    .started(1)
                    .produced(0, hex(made))
                    .events());
            awaitEverythingIsRead();
        }
        var blobs = database.query("SELECT sha256 || size_bytes FROM blobs ORDER BY 1");

        // When
        database.drop();
        try (var storage = storage()) {
            storage.awaitReady();
            awaitEverythingIsRead();

            // Then
            await().untilAsserted(() -> assertThat(database.query("SELECT sha256 || size_bytes FROM blobs ORDER BY 1"))
                    .isEqualTo(blobs)
                    .hasSize(3));
            assertThat(storage.bytes(address(upload) + "?tenant=acme").body()).isEqualTo(upload);
            assertThat(storage.bytes(address(made) + "?tenant=acme").body()).isEqualTo(made);
            assertThat(storage.get(address(upload) + "?tenant=other").statusCode())
                    .isEqualTo(404);
            assertThat(storage.get(address(unused) + "?tenant=acme").statusCode())
                    .as("nothing says any more whose it is")
                    .isEqualTo(404);
            assertThat(storage.bytes(address(unused)).body()).isEqualTo(unused);
        }
    }

    @Test
    void aDatabaseThatGoesAwayAndComesBackLosesNothing() throws Exception {
        try (var storage = storage()) {
            // Given
            storage.awaitReady();
            send(jobs(20));
            awaitEverythingIsRead();

            // When
            database.stop();
            send(jobs(20));
            await().until(() -> !storage.isReady());
            var answer = storage.get("/jobs/" + UUID.randomUUID());
            database.start();

            // Then
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("database-unavailable");
            storage.awaitReady();
            awaitEverythingIsRead();
            assertThat(database.query("SELECT count(*) FROM jobs WHERE status = 'succeeded'"))
                    .containsExactly("40");
        }
    }

    @Test
    void aServiceThatStartsBeforeItsDatabaseWaitsForIt() throws Exception {
        // Given
        database.stop();
        try (var storage = storage()) {
            await().atMost(Duration.ofSeconds(60)).until(storage::isLive);
            assertThat(storage.isReady()).isFalse();

            // When
            database.start();

            // Then
            storage.awaitReady();
        }
    }

    @Test
    void aNewDatabaseIsAskedNothingBeforeItHasTables() throws Exception {
        // Given
        database.execute("ALTER SYSTEM SET logging_collector = on");
        database.stop();
        database.start();

        // When
        try (var storage = storage()) {
            storage.awaitReady();
        }

        // Then
        try (var logs = Files.list(folder.resolve("postgres/log"))) {
            assertThat(logs.map(RecoveryIT::text)).isNotEmpty().noneMatch(log -> log.contains("ERROR:"));
        }
    }

    /** Kubernetes would see it by its liveness; whoever else started it sees only that a process ends. */
    @Test
    void aServiceWhoseIntakeEndsByAnErrorEnds() throws Exception {
        // Given
        var app = folder.resolve("quarkus-app");
        copy(Path.of("target/quarkus-app"), app);
        try (var classes = FileSystems.newFileSystem(app.resolve("app/storage-service-0.1.0.jar"))) {
            Files.delete(classes.getPath("/io/unstir/storage/intake/WriterLock.class"));
        }

        // When
        try (var storage = storage("-jar", app.resolve("quarkus-run.jar").toString())) {
            await().atMost(Duration.ofSeconds(60)).until(() -> !storage.isAlive());
        }

        // Then
        assertThat(text(folder.resolve("storage.log")))
                .contains("intake ended by an error")
                .contains("WriterLock");
    }

    @Test
    void aSecondServiceStandsByAndTakesOverWithoutDelay() throws Exception {
        var first = storage();
        first.awaitReady();
        try (var second = storage()) {
            // Given
            second.awaitReady();
            assertThat(second.get("/q/health/ready").body()).contains("standby");
            send(jobs(5));
            awaitEverythingIsRead();

            // When
            first.kill();
            send(jobs(5));

            // Then
            awaitEverythingIsRead();
            assertThat(second.get("/q/health/ready").body()).contains("running: " + READ + " partitions");
            assertThat(database.query("SELECT count(*) FROM job_events")).containsExactly("60");
        }
    }

    @Test
    void aTopicMadeAnewUnderItsOldNameIsReadFromItsBeginning() throws Exception {
        try (var storage = storage("-Dunstir.intake.look-after-topics=200ms")) {
            // Given
            storage.awaitReady();
            send(trainings(3, "old"));
            awaitEverythingIsRead();

            // When
            broker.deleteTopic(Topic.TRAININGS);
            await().until(() -> !storage.isReady());
            broker.createTopic(Topic.TRAININGS);
            send(trainings(5, "new"));

            // Then
            await().untilAsserted(() -> assertThat(database.query("SELECT count(*) FROM training_runs"))
                    .containsExactly("8"));
            storage.awaitReady();
        }
    }

    private static String address(byte[] bytes) throws Exception {
        return "/blobs/" + hex(bytes);
    }

    private static String hex(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private StorageProcess storage(String... settings) throws Exception {
        return new StorageProcess(database, broker.bootstrapServers(), folder, settings);
    }

    private static List<Event> jobs(int count) {
        var events = new ArrayList<Event>();
        for (int i = 0; i < count; i++) {
            var job = new JobScript(UUID.randomUUID())
                    .submitted()
                    .started(1)
                    .progressed(10)
                    .produced(0)
                    .produced(1);
            events.addAll(job.succeeded().events());
        }
        return events;
    }

    private static List<Event> trainings(int count, String name) {
        var events = new ArrayList<Event>();
        for (int i = 0; i < count; i++) {
            events.addAll(new TrainingScript(name + i).requested().events());
        }
        return events;
    }

    private void send(List<Event> events) throws Exception {
        broker.sendAll(events);
    }

    private void awaitEverythingIsRead() throws Exception {
        var ends = broker.ends();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(offsets()).isEqualTo(ends));
    }

    /** Zero too while the first process has not made the table. */
    private int jobEvents() throws SQLException {
        return database.query("SELECT 1 FROM pg_tables WHERE tablename = 'job_events'")
                        .isEmpty()
                ? 0
                : Integer.parseInt(
                        database.query("SELECT count(*) FROM job_events").getFirst());
    }

    private List<String> offsets() throws SQLException {
        return database.query(
                "SELECT topic || '/' || partition || '/' || next_offset FROM consumer_offsets WHERE next_offset > 0 "
                        + "ORDER BY topic COLLATE \"C\", partition");
    }
}
