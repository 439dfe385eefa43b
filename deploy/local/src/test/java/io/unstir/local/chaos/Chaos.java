package io.unstir.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.local.broker.Broker;
import io.unstir.local.data.DataFolder;
import io.unstir.local.process.JavaCommand;
import io.unstir.local.system.Installation;
import io.unstir.local.system.Samplers;
import io.unstir.local.system.Topology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One run of a whole system in which faults strike while jobs are sent, and a calm one of the same jobs to compare with. What strikes whom
 * and when is decided by the seed alone.
 *
 * @param jobs over all faults
 * @param rounds how often each fault comes
 * @param everyKind or one of each sort only, at a single broker
 */
record Chaos(int jobs, int rounds, long seed, boolean everyKind) {
    static final String MODEL = "nothing";
    private static final double A_SECOND = 15;
    private static final int SENDERS = 8;
    /** The fewest jobs that one fault has take longer to send. */
    private static final int MOST_AHEAD_MILLIS = 500;

    private static final Duration RECOVERY = Duration.ofMinutes(3);
    private static final Duration DRAIN = Duration.ofMinutes(5);
    /** A killed sampler is missed after four seconds, not after fifteen; what was handed out and never came is given again after six, not after thirty. */
    private static final List<String> SOON_MISSED = List.of(
            "group.share.min.record.lock.duration.ms=1000",
            "group.share.record.lock.duration.ms=6000",
            "group.share.min.session.timeout.ms=4000",
            "group.share.session.timeout.ms=4000",
            "group.share.min.heartbeat.interval.ms=1000",
            "group.share.heartbeat.interval.ms=1000");

    /** Each is a consumer that asks without a pause while no broker answers, and so keeps the processor from the broker that starts. */
    private static final Map<String, String> FEW_SLOTS =
            Map.of("UNSTIR_SAMPLER_SLOTS", "6", "UNSTIR_SAMPLER_BULK_SLOTS", "1");

    private static final Set<String> ENDS = Set.of("succeeded", "failed", "canceled");
    /** Its clock is an hour ahead. */
    private static final String SKEWED = "sampler-1";

    private static final Duration SKEW = Duration.ofHours(1);

    /** @return with its report in {@code target/chaos.md} */
    Findings run(Path folder) throws Exception {
        Installation installation = installation(folder);
        var topology = new Topology(samplers(), 2, OptionalInt.of(everyKind ? 3 : 1));
        Path data = folder.resolve("data");
        var kept = new DataFolder(data);
        kept.open();
        Optional<SmallDisk> disk = SmallDisk.mount(kept.blobs());
        if (disk.isEmpty()) {
            say("no disk will be full: this user may not mount one that is small enough");
        }
        String clock = SkewedClock.agent(folder.resolve("clock"), SKEW);
        try (var system = FaultySystem.start(data, installation, topology, service -> prepare(service, clock))) {
            awaitModel(system);
            return run(system, disk);
        } finally {
            if (disk.isPresent()) {
                disk.get().close();
            }
        }
    }

    private Samplers samplers() {
        return everyKind ? Samplers.plain(2) : new Samplers(2, FEW_SLOTS);
    }

    private Rewired prepare(Rewired service, String clock) {
        if (Broker.isName(service.name()) && !everyKind) {
            return service.withArguments(SOON_MISSED);
        }
        return switch (service.name()) {
            case SKEWED -> service.withFlags(List.of(clock));
            // The small disk has nothing to spare, and shall be full to the last byte.
            case "storage" -> service.with(Map.of("UNSTIR_BLOBS_MIN_FREE", "0"));
            default -> service;
        };
    }

    private Findings run(FaultySystem system, Optional<SmallDisk> disk) throws Exception {
        List<Fault> schedule = schedule(system, disk);
        var disturbed = new Workload(system.gateways(), MODEL, "disturbed");
        List<Diary.Entry> struck = disturb(system, schedule, disturbed);
        say("waiting for the last of %d jobs".formatted(jobs));
        Duration drained = awaitEnds(system, disturbed.accepted());
        var ledger = Ledger.read(system);

        say("the same jobs again, undisturbed");
        var calm = new Workload(system.gateways(), MODEL, "calm");
        calm.send(jobs, 100, SENDERS);
        awaitEnds(system, calm.accepted());
        var calmLedger = Ledger.read(system);

        assertThat(calmLedger.lost(calm.accepted().values()))
                .as("lost when it was calm")
                .isEmpty();
        assertThat(ledger.latest().get(SKEWED))
                .as("what " + SKEWED + " takes the time to be")
                .isAfter(Instant.now().plus(SKEW.dividedBy(2)));
        var findings = findings(schedule.size(), struck, ledger, calmLedger, disturbed.accepted(), calm.accepted());
        String report = findings.table() + figures(disturbed, drained, ledger);
        System.out.println(report);
        Files.writeString(Path.of("target", "chaos.md"), report);
        return findings;
    }

    private List<Fault> schedule(FaultySystem system, Optional<SmallDisk> disk) {
        var random = new Random(seed);
        var faults = new ArrayList<Fault>();
        for (int round = 0; round < rounds; round++) {
            List<Fault> each = everyKind ? Fault.all(system, disk, random) : Fault.daily(system, disk, random);
            Collections.shuffle(each, random);
            faults.addAll(each);
        }
        return faults;
    }

    /** Each fault strikes while its share of the jobs is sent. */
    private List<Diary.Entry> disturb(FaultySystem system, List<Fault> schedule, Workload workload) throws Exception {
        var diary = new Diary(system::unready, RECOVERY);
        var random = new Random(seed);
        for (int number = 0; number < schedule.size(); number++) {
            Fault fault = schedule.get(number);
            say("fault %d of %d: %s (%s), after %d of %d jobs"
                    .formatted(
                            number + 1,
                            schedule.size(),
                            fault.name(),
                            fault.victim(),
                            workload.accepted().size(),
                            jobs));
            List<Integer> share = IntStream.range(
                            jobs * number / schedule.size(), jobs * (number + 1) / schedule.size())
                    .boxed()
                    .toList();
            var sending = CompletableFuture.runAsync(() -> send(workload, share));
            Thread.sleep(random.nextInt(MOST_AHEAD_MILLIS));
            diary.strike(fault, share);
            sending.join();
        }
        return diary.entries();
    }

    private static void send(Workload workload, List<Integer> numbers) {
        try {
            workload.send(numbers, A_SECOND, SENDERS);
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private static Findings findings(
            int planned,
            List<Diary.Entry> struck,
            Ledger ledger,
            Ledger calm,
            Map<Integer, String> accepted,
            Map<Integer, String> calmAccepted) {
        return new Findings(
                planned,
                struck,
                each(accepted, one -> ledger.lost(one.values())),
                each(accepted, one -> ledger.doubled(one.values())),
                each(accepted, one -> ledger.changed(one, calm, calmAccepted)));
    }

    private interface Check {
        List<String> of(Map<Integer, String> one);
    }

    private static Map<Integer, String> each(Map<Integer, String> accepted, Check check) {
        var found = new HashMap<Integer, String>();
        accepted.forEach((number, id) ->
                check.of(Map.of(number, id)).forEach(what -> found.merge(number, what, (a, b) -> a + "; " + b)));
        return found;
    }

    private String figures(Workload workload, Duration drained, Ledger ledger) {
        return String.format(
                Locale.ROOT,
                """

                | seed %d, %d jobs | |
                |:--|--:|
                | jobs accepted | %d |
                | begun more than once | %d |
                | submissions whose outcome the client didn't learn, sent again | %d |
                | submissions refused for now, sent again | %d |
                | longest until a job was accepted, s | %.1f |
                | until the backlog was gone, after the last fault, s | %.1f |
                """,
                seed,
                jobs,
                workload.accepted().size(),
                ledger.begunAgain(workload.accepted().values()),
                workload.unknown(),
                workload.refused(),
                workload.slowest().toMillis() / 1e3,
                drained.toMillis() / 1e3);
    }

    private static void say(String what) {
        System.out.println("chaos: " + what);
    }

    /** @return how long that took */
    static Duration awaitEnds(FaultySystem system, Map<Integer, String> accepted) {
        long begin = System.nanoTime();
        var open = new AtomicReference<List<String>>(List.of());
        try {
            Awaitility.await()
                    .atMost(DRAIN)
                    .pollInterval(Duration.ofMillis(300))
                    .ignoreExceptions()
                    .until(() -> {
                        open.set(open(accepted.values(), Ledger.status(system)));
                        return open.get().isEmpty();
                    });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "%d of %d jobs have not ended after %s: %s"
                            .formatted(open.get().size(), accepted.size(), DRAIN, open.get()),
                    e);
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static List<String> open(Collection<String> ids, Map<String, String> status) {
        return ids.stream()
                .filter(id -> !ENDS.contains(status.getOrDefault(id, "unknown")))
                .map(id -> id + " " + status.getOrDefault(id, "unknown"))
                .toList();
    }

    static void awaitModel(FaultySystem system) {
        var probe = new Workload(system.gateways(), MODEL, "probe");
        Awaitility.await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> {
            probe.send(1, 1, 1);
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
