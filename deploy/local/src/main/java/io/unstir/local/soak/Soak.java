package io.unstir.local.soak;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import io.unstir.local.api.Gateway;
import io.unstir.local.api.GatewayUnreachable;
import io.unstir.local.data.DataFolder;
import io.unstir.local.database.Postgres;
import io.unstir.local.json.Json;
import io.unstir.local.system.Installation;
import io.unstir.local.system.KeptSystem;
import io.unstir.local.system.LocalSystem;
import io.unstir.local.system.PortPlan;
import io.unstir.local.system.Samplers;
import io.unstir.local.system.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A whole system of its own under a mixed load for as long as one likes, and whether it takes more and more of anything.
 *
 * @param length the warm-up included
 * @param warmUp what it does not count
 * @param rate asked for a second
 */
public record Soak(Duration length, Duration warmUp, double rate, Console console) {
    private static final Duration READING = Duration.ofSeconds(10);
    private static final Duration COLLECTION = Duration.ofMinutes(2);
    private static final Duration NEWS = Duration.ofMinutes(5);
    private static final Duration PUBLICATION = Duration.ofMinutes(3);
    private static final Duration ENDS = Duration.ofMinutes(3);
    private static final double SECONDS_A_MINUTE = 60;

    /** @throws IllegalArgumentException naming the option and its limits */
    public Soak {
        if (length.compareTo(warmUp) <= 0) {
            throw new IllegalArgumentException("--minutes is " + length.toMinutes()
                    + ", it must be above --warm-up, which is " + warmUp.toMinutes());
        }
        if (!(rate > 0)) {
            throw new IllegalArgumentException("--rate is " + rate + ", it must be above 0");
        }
    }

    /**
     * @param data an empty folder for the system's own
     * @param models a folder with the bundles of two models
     */
    public SoakReport run(DataFolder data, Path models, String small, String guided) throws InterruptedException {
        var ports = PortPlan.unused();
        var installation = Installation.find().withStarterModels(models);
        console.note("starting a system to soak ...");
        try (var system =
                LocalSystem.start(data, installation, ports, Topology.of(Samplers.plain(1)), "bench", console)) {
            var gateway = system.gateway();
            awaitModels(gateway, List.of(small, guided));
            var postgres = new Postgres(data, ports.postgres());
            var counts = new Counts();
            var client = new Client(gateway, new Client.Models(small, guided), counts, new AtomicReference<>());
            try (var database = DatabaseGauges.open(postgres.jdbcUrl(), Postgres.USER, postgres.password());
                    var load = new MixedLoad(client, rate)) {
                var gauges = new SystemGauges(new KeptSystem(data), ports, database);
                load.start();
                var recording = record(gauges, load, counts, data.run().resolve("jcmd"));
                load.stop();
                return SoakReport.of(
                        length, warmUp, rate, recording.series(), counts.all(), awaitEnds(database), gauges.replaced());
            }
        }
    }

    private Recording record(SystemGauges gauges, MixedLoad load, Counts counts, Path commands)
            throws InterruptedException {
        var recording = new Recording();
        long begin = System.nanoTime();
        int collections = 0;
        int news = 0;
        for (int reading = 0; sinceNanos(begin) < length.toNanos(); reading++) {
            if (sinceNanos(begin) >= COLLECTION.toNanos() * collections) {
                recording.add(minutes(begin), gauges.readHeaps(commands));
                collections++;
            }
            recording.add(minutes(begin), gauges.read());
            if (sinceNanos(begin) >= NEWS.toNanos() * (news + 1)) {
                news++;
                console.note("%.0f of %d minutes, %,d jobs ..."
                        .formatted(minutes(begin), length.toMinutes(), counts.of(Counts.Deed.JOBS)));
            }
            load.requireSound();
            long next = READING.toNanos() * (reading + 1) - sinceNanos(begin);
            Thread.sleep(Duration.ofNanos(Math.max(0, next)));
        }
        return recording;
    }

    private static long sinceNanos(long begin) {
        return System.nanoTime() - begin;
    }

    private static double minutes(long begin) {
        return sinceNanos(begin) / 1e9 / SECONDS_A_MINUTE;
    }

    private static void awaitModels(Gateway gateway, List<String> wanted) throws InterruptedException {
        long until = System.nanoTime() + PUBLICATION.toNanos();
        while (!published(gateway).containsAll(wanted)) {
            if (System.nanoTime() > until) {
                throw new LocalFailure("models were not published within " + PUBLICATION.toSeconds() + " s");
            }
            Thread.sleep(READING.toMillis() / 10);
        }
    }

    private static List<String> published(Gateway gateway) {
        try {
            return gateway.models().stream()
                    .map(model -> Json.text(model, "model"))
                    .flatMap(Optional::stream)
                    .toList();
        } catch (GatewayUnreachable e) {
            return List.of();
        }
    }

    /** How many jobs ended how; some others too where they do not end in time. */
    private static Map<String, Long> awaitEnds(DatabaseGauges database) throws InterruptedException {
        long until = System.nanoTime() + ENDS.toNanos();
        Map<String, Long> jobs = database.jobs();
        while (System.nanoTime() < until && (jobs.containsKey("queued") || jobs.containsKey("processing"))) {
            Thread.sleep(READING.toMillis() / 10);
            jobs = database.jobs();
        }
        return jobs;
    }
}
