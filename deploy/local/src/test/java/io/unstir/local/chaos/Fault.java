package io.unstir.local.chaos;

import io.unstir.local.broker.Broker;
import io.unstir.local.database.Postgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Something that goes wrong.
 *
 * @param name as the table calls it
 * @param lasts until it is over by itself; zero for what is over at once
 */
record Fault(String name, Duration lasts, Blow blow) {
    private static final Duration CUT = Duration.ofSeconds(6);
    private static final Duration SLOW = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofMillis(100);
    private static final Duration FROZEN = Duration.ofSeconds(4);

    /** Does the harm, and returns what takes it back. */
    interface Blow {
        Runnable strike(FaultySystem system) throws Exception;
    }

    /** Every kind there is, each at one victim, which lot decides where there are several. */
    static List<Fault> all(FaultySystem system, RandomGenerator random) {
        var faults = new ArrayList<Fault>();
        faults.add(kill("a sampler killed", one(system, random, "sampler-")));
        faults.add(kill("a gateway killed", one(system, random, "gateway")));
        faults.add(kill("storage killed", "storage"));
        faults.add(kill("the trainer killed", "trainer"));
        system.names().stream().filter(Broker::isName).forEach(broker -> faults.add(kill("a broker killed", broker)));
        faults.add(new Fault("the database killed", Duration.ZERO, hurt -> {
            hurt.killDatabase();
            return () -> {};
        }));
        faults.add(freeze("a sampler frozen", one(system, random, "sampler-")));
        faults.add(freeze("storage frozen", "storage"));
        faults.add(freeze("the database frozen", Postgres.NAME));
        faults.add(cut("a broker cut off", one(system, random, "kafka")));
        faults.add(cut("a sampler cut off from storage", one(system, random, "sampler-") + " to storage"));
        faults.add(cut("a gateway cut off from storage", one(system, random, "gateway") + " to storage"));
        faults.add(cut("storage cut off from the database", "storage to postgres"));
        faults.add(slow("a broker slow", one(system, random, "kafka")));
        faults.add(slow("the database slow", "storage to postgres"));
        faults.add(reset("a broker's connections reset", one(system, random, "kafka")));
        faults.add(reset("the database's connections reset", "storage to postgres"));
        faults.add(new Fault("records written twice", Duration.ZERO, hurt -> {
            Duplicates.write(hurt.bootstrapServers());
            return () -> {};
        }));
        return faults;
    }

    private static Fault kill(String name, String service) {
        return new Fault(name, Duration.ZERO, system -> {
            system.kill(service);
            return () -> {};
        });
    }

    private static Fault freeze(String name, String service) {
        return new Fault(name, FROZEN, system -> {
            var frozen = system.process(service);
            system.freeze(service);
            return () -> system.thaw(frozen);
        });
    }

    private static Fault cut(String name, String link) {
        return new Fault(name, CUT, system -> {
            system.link(link).cut();
            return system.link(link)::heal;
        });
    }

    private static Fault slow(String name, String link) {
        return new Fault(name, SLOW, system -> {
            system.link(link).slow(LATER);
            return system.link(link)::heal;
        });
    }

    private static Fault reset(String name, String link) {
        return new Fault(name, Duration.ZERO, system -> {
            system.link(link).reset();
            return () -> {};
        });
    }

    private static String one(FaultySystem system, RandomGenerator random, String prefix) {
        List<String> which =
                system.names().stream().filter(name -> name.startsWith(prefix)).toList();
        return which.get(random.nextInt(which.size()));
    }
}
