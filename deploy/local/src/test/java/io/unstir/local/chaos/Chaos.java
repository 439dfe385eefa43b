package io.unstir.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.local.process.JavaCommand;
import io.unstir.local.system.Installation;
import io.unstir.local.system.Samplers;
import io.unstir.local.system.Topology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that can fail does, while jobs are sent: three brokers, two gateways, two samplers, storage, its database and the trainer are
 * killed, frozen, cut off and slowed. Then every job that was accepted has to have ended once, with the images that a calm run of the same
 * jobs makes, and nobody has lent a hand.
 */
class Chaos {
    private static final int JOBS = Integer.getInteger("unstir.chaos.jobs", 150);
    /** How often each fault comes. */
    private static final int ROUNDS = Integer.getInteger("unstir.chaos.rounds", 1);

    private static final long SEED = Long.getLong("unstir.chaos.seed", 1);
    private static final double A_SECOND = 15;
    private static final int SENDERS = 8;
    static final String MODEL = "nothing";
    private static final Duration RECOVERY = Duration.ofSeconds(90);
    private static final Duration DRAIN = Duration.ofMinutes(3);

    @Test
    void whateverFailsEveryJobEndsOnceAndWithTheSameImages(@TempDir Path folder) throws Exception {
        Installation installation = installation(folder);
        var topology = new Topology(Samplers.plain(2), 2, OptionalInt.of(3));
        try (var system =
                FaultySystem.start(folder.resolve("data"), installation, topology, UnaryOperator.identity())) {
            // Given
            awaitModel(system);
            var random = new Random(SEED);
            var diary = new Diary();
            var disturbed = new Workload(system.gateways(), MODEL, "disturbed");

            // When
            var sending = CompletableFuture.supplyAsync(() -> send(disturbed, diary));
            for (Fault fault : schedule(system, random)) {
                diary.strike(system, fault, RECOVERY);
            }
            diary.over();
            int count = sending.join();
            Duration drained = awaitEnds(system, disturbed.accepted());
            var ledger = Ledger.read(system);

            var calm = new Workload(system.gateways(), MODEL, "calm");
            calm.send(count, 100, SENDERS);
            awaitEnds(system, calm.accepted());
            var calmLedger = Ledger.read(system);

            // Then
            var ids = disturbed.accepted().values();
            var lost = ledger.lost(ids);
            var doubled = ledger.doubled(ids);
            var changed = ledger.changed(disturbed.accepted(), calmLedger, calm.accepted());
            var report = diary.report(SEED, count, drained, disturbed, ledger.begunAgain(ids), lost, doubled, changed);
            System.out.println(report);
            Files.writeString(Path.of("target", "chaos.md"), report);
            assertThat(diary.struck()).as("faults").isGreaterThanOrEqualTo(20);
            assertThat(lost).as("lost").isEmpty();
            assertThat(doubled).as("doubled").isEmpty();
            assertThat(changed).as("changed").isEmpty();
            assertThat(calmLedger.lost(calm.accepted().values())).isEmpty();
        }
    }

    private static List<Fault> schedule(FaultySystem system, Random random) {
        var faults = new ArrayList<Fault>();
        for (int round = 0; round < ROUNDS; round++) {
            List<Fault> each = Fault.all(system, random);
            Collections.shuffle(each, random);
            faults.addAll(each);
        }
        return faults;
    }

    /** As long as there are faults to come, and so many jobs at least. */
    private static int send(Workload workload, Diary diary) {
        try {
            return workload.send(JOBS, A_SECOND, SENDERS, diary::isOver);
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    /** @return how long that took */
    static Duration awaitEnds(FaultySystem system, Map<Integer, String> accepted) {
        long begin = System.nanoTime();
        Awaitility.await()
                .atMost(DRAIN)
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .until(() -> {
                    var status = Ledger.status(system);
                    return accepted.values().stream().allMatch(id -> List.of("succeeded", "failed", "canceled")
                            .contains(status.get(id)));
                });
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    static void awaitModel(FaultySystem system) {
        var probe = new Workload(system.gateways(), MODEL, "probe");
        Awaitility.await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> {
            probe.send(1, 1, 1, () -> true);
            return true;
        });
    }

    /** With no other model than one that costs nothing. */
    static Installation installation(Path folder) throws Exception {
        exportModel(folder.resolve("models").resolve(MODEL));
        return Installation.find().withStarterModels(folder.resolve("models"));
    }

    private static void exportModel(Path folder) throws Exception {
        Installation installation = Installation.find();
        var command = JavaCommand.of(List.of(
                "-jar",
                installation.jar("trainer-service").toString(),
                "export",
                installation.starterModels().resolve(MODEL + ".yaml").toString(),
                "--out",
                folder.toString()));
        Process export = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile("export", ".log").toFile())
                .start();
        assertThat(export.waitFor()).isZero();
    }
}
