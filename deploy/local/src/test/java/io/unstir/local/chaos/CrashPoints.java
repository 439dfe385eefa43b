package io.unstir.local.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.local.broker.Broker;
import io.unstir.local.system.Samplers;
import io.unstir.local.system.Topology;
import io.unstir.proto.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process dies at each named place between two promises, one after another and none by chance; and the deaths that are no accident. The
 * job that was on its way there ends once, with the images it always has.
 */
class CrashPoints {
    private static final String LONG = "long";
    private static final String FORM = "unstir.chaos";

    /** What a test has time for that runs every day: one of each promise. */
    private static final Set<CrashPoint> DAILY = EnumSet.of(
            CrashPoint.IMAGE_STORED,
            CrashPoint.NOT_ACCEPTED,
            CrashPoint.BLOB_NOT_RENAMED,
            CrashPoint.COMMITTED_BUT_TIMED_OUT,
            CrashPoint.JOB_WRITTEN);

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration LOCK = Duration.ofSeconds(6);

    /** What a killed or frozen sampler has in hand is missed after seconds. */
    private static final List<String> QUICK_GROUPS = List.of(
            "group.share.min.session.timeout.ms=4000",
            "group.share.session.timeout.ms=4000",
            "group.share.min.heartbeat.interval.ms=1000",
            "group.share.heartbeat.interval.ms=1000",
            "group.share.min.record.lock.duration.ms=1000",
            "group.share.record.lock.duration.ms=" + LOCK.toMillis());

    /** A step takes a while, so that there is a time in which a job is under way. */
    private static final Samplers SAMPLERS =
            new Samplers(2, Map.of("QUARKUS_PROFILE", "bench", "UNSTIR_SAMPLER_BENCH_RUN_DELAY", "20ms"));

    private static Path points;
    private static FaultySystem system;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        points = folder.resolve("points");
        String agent = CrashPoint.agent(points);
        var topology = new Topology(SAMPLERS, 2, OptionalInt.of(1));
        system = FaultySystem.start(
                folder.resolve("data"), Chaos.installation(folder), topology, service -> prepare(service, agent));
        Chaos.awaitModel(system);
    }

    @AfterAll
    static void stop() throws Exception {
        if (system != null) {
            system.close();
        }
    }

    @Test
    void aDeathAtAnyPointCostsNothing() throws Exception {
        // Given
        var places = isLong() ? CrashPoint.places() : DAILY;
        var disturbed = new Workload(system.gateways(), Chaos.MODEL, "disturbed");
        var report = new StringBuilder("| a process dies | until its job had ended, s |\n|:--|--:|\n");

        // When
        for (CrashPoint point : places) {
            long begin = System.nanoTime();
            point.arm(points);
            disturbed.submit(1 + disturbed.accepted().size());
            Awaitility.await().atMost(PATIENCE).alias(point.title()).until(() -> !point.goneOff(points)
                    .isEmpty());
            Chaos.awaitEnds(system, disturbed.accepted());
            String line = String.format(
                    Locale.ROOT,
                    "| %s, %s | %.1f |\n",
                    point.service(),
                    point.title(),
                    (System.nanoTime() - begin) / 1e9);
            System.out.print(line);
            report.append(line);
            awaitCalm();
        }
        Files.writeString(Path.of("target", "crash-points.md"), report);

        // Then
        assertUnharmed(disturbed, disturbed.accepted());
    }

    @Test
    @EnabledIfSystemProperty(named = FORM, matches = LONG)
    void aJobThatAbortsEverySamplerIsParkedAndHarmsNoOther() throws Exception {
        // Given
        int poison = 103;
        CrashPoint.POISON.armFor(points, "\"" + Workload.prompt(poison) + "\"\n");
        var disturbed = new Workload(system.gateways(), Chaos.MODEL, "poisoned");

        // When: some are long, so that they are under way whenever it strikes
        for (int number : List.of(100, 101, poison, 104, 120, 105, 106)) {
            disturbed.submit(number);
        }
        Chaos.awaitEnds(system, disturbed.accepted());
        awaitCalm();
        CrashPoint.POISON.disarm(points);

        // Then
        var others = new TreeMap<>(disturbed.accepted());
        String poisoned = others.remove(poison);
        assertUnharmed(disturbed, others);
        assertThat(text("SELECT concat_ws(' ', status, error_code) FROM jobs WHERE id = ?::uuid", poisoned))
                .isEqualTo("failed delivery-limit");
        assertThat(Records.of(system.bootstrapServers(), Topic.JOBS_PARKED))
                .extracting(ConsumerRecord::key)
                .containsExactly(poisoned);
        // Twice among others and twice as the one suspect at work, or less where it lost deliveries before it ran.
        assertThat(CrashPoint.POISON.goneOff(points)).hasSizeBetween(2, 4).doesNotHaveDuplicates();
    }

    @Test
    @EnabledIfSystemProperty(named = FORM, matches = LONG)
    void aSamplerThatWasFrozenForLongerThanItsLockMovesNothing() throws Exception {
        // Given
        var disturbed = new Workload(system.gateways(), Chaos.MODEL, "frozen");
        disturbed.submit(200);
        String job = disturbed.accepted().get(200);
        String underWay = "SELECT worker FROM jobs WHERE id = ?::uuid AND status = 'processing' AND steps_done > 0";
        Awaitility.await().atMost(PATIENCE).until(() -> !text(underWay, job).isEmpty());
        String worker = text(underWay, job);
        ProcessHandle frozen = system.process(worker);

        // When
        system.freeze(worker);
        Chaos.awaitEnds(system, disturbed.accepted());
        String row = text("SELECT to_jsonb(jobs) FROM jobs WHERE id = ?::uuid", job);
        system.thaw(frozen);

        // Then
        Awaitility.await().atMost(PATIENCE).until(() -> timesEnded(job) == 2);
        awaitCalm();
        assertThat(frozen.isAlive()).isTrue();
        assertThat(row).doesNotContain("\"worker\": \"" + worker + "\"");
        assertThat(text("SELECT to_jsonb(jobs) FROM jobs WHERE id = ?::uuid", job))
                .isEqualTo(row);
        assertThat(text("SELECT count(*) FROM job_events WHERE event_id = ? || '/succeeded'", job))
                .isEqualTo("1");
        assertUnharmed(disturbed, disturbed.accepted());
    }

    /** How often it was told, though that is one occurrence. */
    private static long timesEnded(String job) {
        return Records.of(system.bootstrapServers(), Topic.JOB_EVENTS).stream()
                .map(event -> new String(event.headers().lastHeader("ce_id").value(), UTF_8))
                .filter(id -> id.equals(job + "/succeeded"))
                .count();
    }

    /** The first column of the first row; empty where there is none. */
    private static String text(String query, String parameter) throws SQLException {
        try (var connection = system.database();
                var statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }

    private static void assertUnharmed(Workload disturbed, Map<Integer, String> jobs) throws Exception {
        // After the others: what is stored already is not stored again.
        var calm = new Workload(system.gateways(), Chaos.MODEL, "calm");
        for (int number : jobs.keySet()) {
            calm.submit(number);
        }
        Chaos.awaitEnds(system, calm.accepted());
        var ledger = Ledger.read(system);
        assertThat(ledger.lost(jobs.values())).as("lost").isEmpty();
        assertThat(ledger.doubled(jobs.values())).as("doubled").isEmpty();
        assertThat(ledger.changed(jobs, ledger, calm.accepted())).as("changed").isEmpty();
    }

    /** All are there, and what was in the hands of who died has been done with. */
    private static void awaitCalm() {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> system.unready().isEmpty() && Backlog.count(system.bootstrapServers()) == 0);
    }

    private static boolean isLong() {
        return LONG.equals(System.getProperty(FORM));
    }

    private static Rewired prepare(Rewired service, String agent) {
        if (Broker.isName(service.name())) {
            return service.withArguments(QUICK_GROUPS);
        }
        return service.health().isPresent() ? service.withFlags(List.of(agent)) : service;
    }
}
