package io.unstir.local.chaos;

import io.unstir.local.Console;
import io.unstir.local.data.DataFolder;
import io.unstir.local.supervisor.Service;
import io.unstir.local.supervisor.Supervisor;
import io.unstir.local.system.Installation;
import io.unstir.local.system.PortPlan;
import io.unstir.local.system.Samplers;
import io.unstir.local.system.Services;
import io.unstir.local.system.Topology;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/**
 * A system of one version, whose services give way to those of another: broker, database, blobs and secrets stay. Clients come to the
 * gateway over a link, and others to storage, which lead to the new ones as soon as they are ready, as a load balancer would.
 */
final class Upgrade implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    /** What the least patient of the manifests gives: gateway and storage. */
    private static final Duration GRACE = Duration.ofSeconds(45);

    private static final Topology TOPOLOGY = Topology.of(Samplers.plain(1));

    private final Set<String> retired;
    private final FaultySystem old;
    private final Link front;
    private final DataFolder data;
    private final PortPlan ports;
    private final Map<String, Service> arriving;
    private final List<Supervisor> arrived = new ArrayList<>();

    private Upgrade(Set<String> retired, FaultySystem old, Link front, DataFolder data, Installation to) {
        this.retired = retired;
        this.old = old;
        this.front = front;
        this.data = data;
        this.ports = PortPlan.unused();
        this.arriving = new ConcurrentHashMap<>();
        new Services(to, data, ports).all(TOPOLOGY).forEach(service -> arriving.put(service.name(), service));
    }

    /** How long it took, in milliseconds. */
    record Step(String service, long untilReady, long untilEnded) {}

    static Upgrade begin(Path folder, Installation from, Installation to) throws IOException {
        Set<String> retired = ConcurrentHashMap.newKeySet();
        var old = FaultySystem.start(folder.resolve("old"), from, TOPOLOGY, service -> retirable(service, retired));
        var front = new Link("clients to gateway", old.port("gateway"));
        var data = new DataFolder(folder.resolve("new"));
        data.open();
        return new Upgrade(retired, old, front, data, to);
    }

    private static Rewired retirable(Rewired service, Set<String> retired) {
        return service.health().isPresent() ? service.whileWanted(() -> !retired.contains(service.name())) : service;
    }

    FaultySystem system() {
        return old;
    }

    /** Where clients find whichever gateway there is. */
    int front() {
        return front.port();
    }

    int newPort(String service) {
        return arriving.get(service).port();
    }

    /** The new one stands beside the old one before that is asked to end. */
    Step roll(String service) throws Exception {
        long ready = start(service, old.settings(service));
        return new Step(service, ready, retire(service));
    }

    /** The old one ends before the new one starts, as where both want the same disk. */
    Step follow(String service) throws Exception {
        var settings = old.settings(service);
        long ended = retire(service);
        return new Step(service, start(service, settings), ended);
    }

    private long start(String service, Map<String, String> environment) {
        long begin = System.nanoTime();
        // A supervisor's state is one file in its folder.
        var own = new DataFolder(data.root().resolve("of-" + service));
        own.open();
        var supervisor = new Supervisor(
                own,
                "up",
                ports.base(),
                List.of(new Rewired(arriving.get(service)).with(environment)),
                new Console(System.out, new PrintStream(System.out, true), false),
                START);
        supervisor.start();
        arrived.add(supervisor);
        if (service.equals("gateway")) {
            front.lead(newPort(service));
        } else if (service.equals("storage")) {
            for (String name : old.links()) {
                if (name.endsWith(" to storage")) {
                    old.link(name).lead(newPort(service));
                }
            }
        }
        return (System.nanoTime() - begin) / 1_000_000;
    }

    /** By SIGTERM, and nothing else. @return how long it took */
    private long retire(String service) throws Exception {
        ProcessHandle process = old.process(service);
        retired.add(service);
        long begin = System.nanoTime();
        process.destroy();
        Awaitility.await().atMost(GRACE).pollInterval(Duration.ofMillis(50)).until(() -> !process.isAlive());
        return (System.nanoTime() - begin) / 1_000_000;
    }

    @Override
    public void close() throws IOException {
        front.close();
        arrived.reversed().forEach(Supervisor::close);
        old.close();
    }
}
