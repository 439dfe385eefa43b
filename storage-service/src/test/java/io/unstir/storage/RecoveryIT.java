package io.unstir.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.unstir.proto.Topic;
import io.unstir.storage.fixture.Broker;
import io.unstir.storage.fixture.Database;
import io.unstir.storage.fixture.Event;
import io.unstir.storage.fixture.JobScript;
import io.unstir.storage.fixture.StorageProcess;
import io.unstir.storage.fixture.TrainingScript;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What must not be lost or doubled when processes, the database or topics go away. */
@Timeout(180)
class RecoveryIT {
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
                .containsExactly("0 of 27");
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
        assertThat(checksums.get("jobs")).endsWith(" of 50");
        assertThat(checksums.get("job_events")).endsWith(" of 300");
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
            await().until(storage::isLive);
            assertThat(storage.isReady()).isFalse();

            // When
            database.start();

            // Then
            storage.awaitReady();
        }
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
            assertThat(second.get("/q/health/ready").body()).contains("running: 27 partitions");
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
