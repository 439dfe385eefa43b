package io.unstir.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.local.broker.Broker;
import io.unstir.local.system.Samplers;
import io.unstir.local.system.Topology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process dies at each named place between two promises, one after another and none by chance. The job that was on its way there ends
 * once, with the images it always has.
 */
class CrashPoints {
    /** What a test has time for that runs every day: one of each promise. */
    private static final Set<CrashPoint> DAILY = EnumSet.of(
            CrashPoint.IMAGE_STORED,
            CrashPoint.NOT_ACCEPTED,
            CrashPoint.BLOB_NOT_RENAMED,
            CrashPoint.COMMITTED_BUT_TIMED_OUT,
            CrashPoint.JOB_WRITTEN);

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** A killed sampler is missed after this long, instead of after fifteen seconds. */
    private static final List<String> QUICK_SESSIONS = List.of(
            "group.share.min.session.timeout.ms=4000",
            "group.share.session.timeout.ms=4000",
            "group.share.min.heartbeat.interval.ms=1000",
            "group.share.heartbeat.interval.ms=1000");

    @Test
    void aDeathAtAnyPointCostsNothing(@TempDir Path folder) throws Exception {
        Path points = folder.resolve("points");
        String agent = CrashPoint.agent(points);
        var topology = new Topology(Samplers.plain(2), 2, OptionalInt.of(1));
        try (var system = FaultySystem.start(
                folder.resolve("data"), Chaos.installation(folder), topology, service -> prepare(service, agent))) {
            // Given
            Chaos.awaitModel(system);
            var places = "long".equals(System.getProperty("unstir.chaos")) ? EnumSet.allOf(CrashPoint.class) : DAILY;
            var calm = new Workload(system.gateways(), Chaos.MODEL, "calm");
            calm.send(places.size(), 100, 4);
            Chaos.awaitEnds(system, calm.accepted());

            // When
            var disturbed = new Workload(system.gateways(), Chaos.MODEL, "disturbed");
            var report = new StringBuilder("| a process dies | until its job had ended, s |\n|:--|--:|\n");
            for (CrashPoint point : places) {
                long begin = System.nanoTime();
                point.arm(points);
                disturbed.send(disturbed.accepted().size() + 1, 100, 1);
                Awaitility.await().atMost(PATIENCE).alias(point.name()).until(() -> point.hasGoneOff(points));
                Chaos.awaitEnds(system, disturbed.accepted());
                report.append(String.format(
                        Locale.ROOT,
                        "| %s of the %s | %.1f |\n",
                        point.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        point.service(),
                        (System.nanoTime() - begin) / 1e9));
                Awaitility.await().atMost(PATIENCE).until(() -> system.unready().isEmpty());
            }

            // Then
            System.out.println(report);
            Files.writeString(Path.of("target", "crash-points.md"), report);
            var ledger = Ledger.read(system);
            var ids = disturbed.accepted().values();
            assertThat(ledger.lost(ids)).as("lost").isEmpty();
            assertThat(ledger.doubled(ids)).as("doubled").isEmpty();
            assertThat(ledger.changed(disturbed.accepted(), ledger, calm.accepted()))
                    .as("changed")
                    .isEmpty();
        }
    }

    private static Rewired prepare(Rewired service, String agent) {
        if (Broker.isName(service.name())) {
            return service.withArguments(QUICK_SESSIONS);
        }
        return service.health().isPresent() ? service.withFlags(List.of(agent)) : service;
    }
}
