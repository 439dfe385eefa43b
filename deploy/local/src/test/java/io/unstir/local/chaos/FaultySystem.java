package io.unstir.local.chaos;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.unstir.local.Console;
import io.unstir.local.broker.Broker;
import io.unstir.local.data.DataFolder;
import io.unstir.local.data.DataLock;
import io.unstir.local.database.Postgres;
import io.unstir.local.supervisor.Probe;
import io.unstir.local.supervisor.Service;
import io.unstir.local.supervisor.Supervisor;
import io.unstir.local.supervisor.SystemState;
import io.unstir.local.system.Installation;
import io.unstir.local.system.KeptSystem;
import io.unstir.local.system.PortPlan;
import io.unstir.local.system.Services;
import io.unstir.local.system.Topology;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A whole system as {@code ./unstir up} starts it, under the same supervisor, in which every connection between two processes goes over a
 * {@link Link}. Only the controllers' own is left alone.
 */
final class FaultySystem implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration A_MOMENT = Duration.ofMillis(500);
    private static final int INSUFFICIENT_STORAGE = 507;
    private static final int SIGKILL = 9;
    private static final int SIGSTOP = 19;
    private static final int SIGCONT = 18;
    private static final int SIGQUIT = 3;
    private static final String KAFKA = "KAFKA_BOOTSTRAP_SERVERS";
    private static final String STORAGE = "UNSTIR_STORAGE_URL";
    private static final String DATABASE = "QUARKUS_DATASOURCE_JDBC_URL";

    /**
     * Seconds matter where everything starts again all the time. A service's own archive of classes is written when it ends orderly, which takes some, for
     * the next start in the same folder: who is killed writes none, and nothing here starts after the end. So each has the JDK's.
     */
    private static final List<String> QUICK_TO_START =
            List.of("-XX:SharedArchiveFile=", "-XX:-AutoCreateSharedArchive", "-XX:TieredStopAtLevel=1");

    private final DataFolder data;
    private final PortPlan ports;
    private final DataLock lock;
    private final Map<String, Link> links;
    private final List<Service> services;
    private final Supervisor supervisor;

    private FaultySystem(
            DataFolder data, PortPlan ports, DataLock lock, Map<String, Link> links, List<Service> services) {
        this.data = data;
        this.ports = ports;
        this.lock = lock;
        this.links = links;
        this.services = services;
        var log = new Console(System.out, new PrintStream(System.out, true), false);
        this.supervisor = new Supervisor(data, "up", ports.base(), services, log, START);
    }

    /**
     * @param folder for all it keeps
     * @param surroundings changes to single services, the last thing before they start
     */
    static FaultySystem start(
            Path folder, Installation installation, Topology topology, UnaryOperator<Rewired> surroundings)
            throws IOException {
        var data = new DataFolder(folder);
        var ports = PortPlan.unused();
        data.open();
        DataLock lock = DataLock.tryLock(data).orElseThrow();
        var links = new LinkedHashMap<String, Link>();
        List<Service> plain = new Services(installation, data, ports).all(topology);
        for (Service service : plain) {
            if (Broker.isName(service.name())) {
                links.put(service.name(), new Link(service.name(), service.port()));
            }
        }
        var rewired = new ArrayList<Service>();
        for (Service service : plain) {
            rewired.add(surroundings.apply(rewire(service, links, ports)));
        }
        var system = new FaultySystem(data, ports, lock, links, rewired);
        system.supervisor.start();
        return system;
    }

    private static Rewired rewire(Service service, Map<String, Link> links, PortPlan ports) throws IOException {
        var as = new Rewired(service);
        if (service instanceof Broker) {
            int port = links.get(service.name()).port();
            return as.withFlags(QUICK_TO_START)
                    .withArguments(List.of("advertised.listeners=PLAINTEXT://127.0.0.1:" + port));
        }
        if (service instanceof Postgres) {
            return as;
        }
        var environment = new HashMap<String, String>();
        environment.put(
                KAFKA,
                links.entrySet().stream()
                        .filter(link -> Broker.isName(link.getKey()))
                        .map(link -> "127.0.0.1:" + link.getValue().port())
                        .collect(Collectors.joining(",")));
        if (service.name().equals("storage")) {
            var link = new Link("storage to postgres", ports.postgres());
            links.put(link.name(), link);
            environment.put(DATABASE, "jdbc:postgresql://127.0.0.1:%d/%s".formatted(link.port(), Postgres.DATABASE));
        } else {
            var link = new Link(service.name() + " to storage", ports.storage());
            links.put(link.name(), link);
            environment.put(STORAGE, "http://127.0.0.1:" + link.port());
        }
        return as.withFlags(QUICK_TO_START).with(environment);
    }

    /** By name: a broker's, between it and everybody else; or "A to B". */
    Link link(String name) {
        return links.get(name);
    }

    /** The link to the broker that most was sent to and from in the last moment. */
    Link busiestBroker() throws InterruptedException {
        List<Link> brokers = links.values().stream()
                .filter(link -> Broker.isName(link.name()))
                .toList();
        var before = new HashMap<Link, Long>();
        brokers.forEach(link -> before.put(link, link.carried()));
        Thread.sleep(A_MOMENT);
        return brokers.stream()
                .max(Comparator.comparingLong(link -> link.carried() - before.get(link)))
                .orElseThrow();
    }

    List<String> links() {
        return List.copyOf(links.keySet());
    }

    List<String> names() {
        return services.stream().map(Service::name).toList();
    }

    List<URI> gateways() {
        return services.stream()
                .filter(service -> service.name().startsWith("gateway"))
                .map(service -> URI.create("http://127.0.0.1:" + service.port()))
                .toList();
    }

    URI gateway(String name) {
        return services.stream()
                .filter(service -> service.name().equals(name))
                .map(service -> URI.create("http://127.0.0.1:" + service.port()))
                .findFirst()
                .orElseThrow();
    }

    /** Whether storage says of a blob that there is no space for it. */
    boolean refusesBlobs() throws IOException, InterruptedException {
        byte[] blob = UUID.randomUUID().toString().repeat(1000).getBytes(US_ASCII);
        URI address = URI.create("http://127.0.0.1:" + ports.storage() + "/blobs/" + sha256(blob));
        var put = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(blob))
                .build();
        return HttpClient.newHttpClient().send(put, BodyHandlers.discarding()).statusCode() == INSUFFICIENT_STORAGE;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As clients outside are told: over the links. */
    String bootstrapServers() {
        return links.entrySet().stream()
                .filter(link -> Broker.isName(link.getKey()))
                .map(link -> "127.0.0.1:" + link.getValue().port())
                .collect(Collectors.joining(","));
    }

    DataFolder data() {
        return data;
    }

    /** What a service is told, its port and name left out: enough for one beside it to do the same work. */
    Map<String, String> settings(String service) throws Exception {
        var settings = new HashMap<>(service(service).prepare().environment());
        settings.keySet().removeAll(List.of("QUARKUS_HTTP_HOST", "QUARKUS_HTTP_PORT", "UNSTIR_SAMPLER_WORKER"));
        return settings;
    }

    int port(String service) {
        return service(service).port();
    }

    private Service service(String name) {
        return services.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no " + name));
    }

    Connection database() throws SQLException {
        var postgres = new Postgres(data, ports.postgres());
        return DriverManager.getConnection(postgres.jdbcUrl(), Postgres.USER, postgres.password());
    }

    /** The process that is a service now. */
    ProcessHandle process(String service) {
        return find(service).orElseThrow(() -> new IllegalStateException(service + " does not run"));
    }

    /** Whether the service runs, and not as the process that it was. */
    boolean isAnother(String service, ProcessHandle before) {
        return !before.isAlive()
                && find(service).filter(now -> now.pid() != before.pid()).isPresent();
    }

    private Optional<ProcessHandle> find(String service) {
        return new KeptSystem(data)
                .state().orElseThrow().services().stream()
                        .filter(each -> each.name().equals(service))
                        .map(SystemState.ServiceState::process)
                        .flatMap(process -> process.find().stream())
                        .findFirst();
    }

    void kill(String service) {
        signal(process(service), SIGKILL);
    }

    /** As a power cut to it: nothing is written any more, and it recovers from its log. */
    void killDatabase() {
        signal(process(Postgres.NAME), SIGQUIT);
    }

    /** With its children, which the database has one of for each connection. */
    void freeze(String service) {
        ProcessHandle process = process(service);
        signal(process, SIGSTOP);
        // One that has ended meanwhile can't be frozen.
        process.descendants().forEach(child -> send(child, SIGSTOP));
    }

    /** Whether the kernel has it stopped. */
    static boolean isFrozen(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            // After the name, which is in parentheses and may hold anything.
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
        } catch (IOException e) {
            return false;
        }
    }

    void thaw(ProcessHandle process) {
        process.descendants().forEach(child -> send(child, SIGCONT));
        signal(process, SIGCONT);
    }

    /** Names of those that do not say that they are ready. All are asked at once: who waits for a broker takes seconds to say no. */
    List<String> unready() {
        var ready = new LinkedHashMap<String, Future<Boolean>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            services.forEach(service -> ready.put(service.name(), threads.submit(() -> isReady(service))));
        }
        return ready.entrySet().stream()
                .filter(each -> !each.getValue().resultNow())
                .map(Map.Entry::getKey)
                .toList();
    }

    private boolean isReady(Service service) {
        return service.health().map(Probe::isHealthy).orElseGet(() -> Probe.isOpen(service.port()));
    }

    private static void signal(ProcessHandle process, int number) {
        int code = send(process, number);
        if (code != 0) {
            throw new IllegalStateException("kill -" + number + " " + process.pid() + " ended with " + code);
        }
    }

    private static int send(ProcessHandle process, int number) {
        try {
            return new ProcessBuilder("kill", "-" + number, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        links.values().forEach(Link::heal);
        supervisor.close();
        for (Link link : links.values()) {
            link.close();
        }
        lock.close();
    }
}
