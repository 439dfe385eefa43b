package io.unstir.local.chaos;

import io.unstir.local.broker.Broker;
import io.unstir.local.database.Postgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Something that goes wrong.
 *
 * @param name as the table calls it
 * @param victim that it hits
 * @param lasts until it is over by itself; zero for what is over at once
 */
record Fault(String name, String victim, Duration lasts, Blow blow) {
    /** One that was started again leads nothing for some minutes, and nobody would miss it. */
    private static final String BUSIEST = "the busiest";

    private static final Duration CUT = Duration.ofSeconds(6);
    private static final Duration SLOW = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofMillis(100);
    private static final Duration FROZEN = Duration.ofSeconds(4);
    private static final Duration FULL = Duration.ofSeconds(4);

    /** Does the harm. */
    interface Blow {
        Harm strike() throws Exception;
    }

    /**
     * @param relief takes it back
     * @param struck whether it is proved that somebody was hit: a fault that nobody noticed says nothing about how one is borne
     */
    record Harm(Runnable relief, BooleanSupplier struck) {}

    /** Every kind there is, each at one victim, which lot decides where there are several; brokers are killed one after another. */
    static List<Fault> all(FaultySystem system, Optional<SmallDisk> disk, RandomGenerator random) {
        var faults = daily(system, disk, random);
        List<String> brokers = system.names().stream().filter(Broker::isName).toList();
        brokers.stream().skip(1).forEach(broker -> faults.add(kill(system, "a broker killed", broker)));
        faults.add(kill(system, "the trainer killed", "trainer"));
        faults.add(freeze(system, "a sampler frozen", one(system, random, "sampler-")));
        faults.add(freeze(system, "storage frozen", "storage"));
        faults.add(freeze(system, "the database frozen", Postgres.NAME));
        faults.add(new Fault("a broker cut off", BUSIEST, CUT, () -> cut(system.busiestBroker())));
        faults.add(cut(system, "a sampler cut off from storage", one(system, random, "sampler-") + " to storage"));
        faults.add(cutOffFromReading(system, one(system, random, "gateway")));
        faults.add(new Fault("a broker slow", BUSIEST, SLOW, () -> slow(system.busiestBroker())));
        faults.add(new Fault(
                "the database slow", "storage to postgres", SLOW, () -> slow(system.link("storage to postgres"))));
        faults.add(new Fault(
                "the database's connections reset",
                "storage to postgres",
                Duration.ZERO,
                () -> reset(system.link("storage to postgres"))));
        return faults;
    }

    /** One of each sort, for which there is time every day. */
    static List<Fault> daily(FaultySystem system, Optional<SmallDisk> disk, RandomGenerator random) {
        var faults = new ArrayList<Fault>();
        faults.add(kill(system, "a sampler killed", one(system, random, "sampler-")));
        faults.add(kill(system, "a gateway killed", one(system, random, "gateway")));
        faults.add(kill(system, "storage killed", "storage"));
        faults.add(kill(system, "a broker killed", "kafka"));
        faults.add(new Fault("the database killed", Postgres.NAME, Duration.ZERO, () -> {
            ProcessHandle before = system.process(Postgres.NAME);
            system.killDatabase();
            return new Harm(() -> {}, () -> system.isAnother(Postgres.NAME, before));
        }));
        faults.add(cut(system, "storage cut off from the database", "storage to postgres"));
        faults.add(
                new Fault("a broker's connections reset", BUSIEST, Duration.ZERO, () -> reset(system.busiestBroker())));
        faults.add(new Fault("records written twice", "jobs, job-events", Duration.ZERO, () -> {
            int written = Duplicates.write(system.bootstrapServers());
            return new Harm(() -> {}, () -> written > 0);
        }));
        disk.ifPresent(of -> faults.add(fill(system, of)));
        return faults;
    }

    private static Fault kill(FaultySystem system, String name, String service) {
        return new Fault(name, service, Duration.ZERO, () -> {
            ProcessHandle before = system.process(service);
            system.kill(service);
            return new Harm(() -> {}, () -> system.isAnother(service, before));
        });
    }

    private static Fault freeze(FaultySystem system, String name, String service) {
        return new Fault(name, service, FROZEN, () -> {
            var frozen = system.process(service);
            system.freeze(service);
            var stoodStill = new AtomicBoolean();
            return new Harm(
                    () -> {
                        stoodStill.set(FaultySystem.isFrozen(frozen));
                        system.thaw(frozen);
                    },
                    stoodStill::get);
        });
    }

    private static Fault cut(FaultySystem system, String name, String link) {
        return new Fault(name, link, CUT, () -> cut(system.link(link)));
    }

    /** It reads little of storage unless somebody asks. */
    private static Fault cutOffFromReading(FaultySystem system, String gateway) {
        String link = gateway + " to storage";
        return new Fault("a gateway cut off from storage", link, CUT, () -> {
            Harm harm = cut(system.link(link));
            URI list = system.gateway(gateway).resolve("/v1/jobs?limit=1");
            HttpClient.newHttpClient().sendAsync(HttpRequest.newBuilder(list).build(), BodyHandlers.discarding());
            return harm;
        });
    }

    private static Harm cut(Link link) {
        long before = link.heldUp();
        link.cut();
        return new Harm(link::heal, more(link::heldUp, before));
    }

    private static Harm slow(Link link) {
        long before = link.delayed();
        link.slow(LATER);
        return new Harm(link::heal, more(link::delayed, before));
    }

    private static Harm reset(Link link) {
        int ended = link.reset();
        return new Harm(() -> {}, () -> ended > 0);
    }

    private static Fault fill(FaultySystem system, SmallDisk disk) {
        return new Fault("the disk of the blobs full", "storage", FULL, () -> {
            disk.fill();
            boolean refused = system.refusesBlobs();
            return new Harm(disk::empty, () -> refused);
        });
    }

    private static BooleanSupplier more(LongSupplier count, long before) {
        return () -> count.getAsLong() > before;
    }

    private static String one(FaultySystem system, RandomGenerator random, String prefix) {
        List<String> which =
                system.names().stream().filter(name -> name.startsWith(prefix)).toList();
        return which.get(random.nextInt(which.size()));
    }
}
