package io.unstir.manifests.compose;

import io.unstir.manifests.Checkout;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * The system of docker-compose.yml where there is no container engine: each service is a process that has its image's environment, entry
 * point and check of health and the file's environment, order and number; it listens at its own port on an address of its own, and finds
 * the others by the names they have there. Left out is what watches the system, and what has a profile.
 */
final class ComposedSystem implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern SCRIPTED_SQL = Pattern.compile("<<'SQL'\n(.*)\nSQL\n", Pattern.DOTALL);
    private static final List<String> WATCHERS = List.of("prometheus", "grafana");
    private static final String POSTGRES = "postgres";

    private final ComposeFile file;
    private final Dockerfile dockerfile = Dockerfile.parse(Checkout.text("deploy/docker/Dockerfile"));
    private final Map<String, Integer> scale;
    private final Path folder;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Map<String, Process> processes = new ConcurrentHashMap<>();
    private final EmbeddedPostgres database;

    private ComposedSystem(ComposeFile file, Map<String, Integer> scale, Path folder) throws Exception {
        this.file = file;
        this.scale = scale;
        this.folder = folder;
        this.database = EmbeddedPostgres.builder().start();
        assignPlaces();
        initialiseDatabase();
    }

    /**
     * Returns when all are healthy.
     *
     * @param scale as {@code --scale} takes it
     * @param folder for what they write
     */
    static ComposedSystem start(ComposeFile file, Map<String, Integer> scale, Path folder) throws Exception {
        var system = new ComposedSystem(file, scale, folder);
        try {
            system.startAll();
            return system;
        } catch (Exception | AssertionError e) {
            system.close();
            throw e;
        }
    }

    /** Of this process alone: who runs the tests twice at once has two systems. */
    private void assignPlaces() throws IOException {
        String network = "127.%d.%d."
                .formatted(
                        64 + ProcessHandle.current().pid() / 250 % 128,
                        ProcessHandle.current().pid() % 250);
        Path hosts = folder.resolve("hosts");
        var names = new StringBuilder("127.0.0.1 localhost " + POSTGRES + "\n");
        file.services().forEach((name, service) -> {
            if (service.profiles() != null || WATCHERS.contains(name) || name.equals(POSTGRES)) {
                return;
            }
            int count = count(name);
            for (int number = 1; number <= count; number++) {
                String own = count == 1 ? name : name + "-" + number;
                String address = network + (places.size() + 1);
                places.put(own, new Place(own, service, address, folder.resolve(own), hosts));
                names.append(address)
                        .append(' ')
                        .append(name)
                        .append(' ')
                        .append(own)
                        .append('\n');
            }
        });
        Files.writeString(hosts, names);
    }

    private int count(String service) {
        var deploy = file.services().get(service).deploy();
        return scale.getOrDefault(service, deploy == null ? 1 : deploy.replicas());
    }

    /** What the image's first start runs, which has psql. */
    private void initialiseDatabase() throws Exception {
        var script = SCRIPTED_SQL.matcher(Checkout.text("deploy/docker/postgres-roles.sh"));
        if (!script.find()) {
            throw new AssertionError("no SQL in the script of roles");
        }
        var variables = file.services().get(POSTGRES).environment();
        String sql = script.group(1)
                .replace(":'owner'", "'" + variables.get("UNSTIR_DATABASE_PASSWORD") + "'")
                .replace(":'grafana'", "'" + variables.get("UNSTIR_GRAFANA_DATABASE_PASSWORD") + "'");
        try (var connection = database.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            for (String each : sql.split(";\n?")) {
                statement.execute(each);
            }
        }
    }

    private void startAll() throws Exception {
        var up = new HashMap<String, CompletableFuture<Void>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var inOrder = new ArrayList<>(file.services().keySet());
            inOrder.forEach(name -> up.put(name, new CompletableFuture<>()));
            for (String name : inOrder) {
                threads.execute(() -> {
                    try {
                        for (String before :
                                file.services().get(name).dependsOn().keySet()) {
                            up.get(before).get();
                        }
                        for (Place place : replicas(name)) {
                            start(place);
                        }
                        for (Place place : replicas(name)) {
                            awaitUp(place);
                        }
                        up.get(name).complete(null);
                    } catch (Throwable e) {
                        up.get(name).completeExceptionally(e);
                    }
                });
            }
        }
        for (var each : up.values()) {
            each.get();
        }
    }

    private List<Place> replicas(String service) {
        return places.values().stream()
                .filter(place -> place.service() == file.services().get(service))
                .toList();
    }

    private Image image(Place place) {
        return place.service().isOurs()
                ? new Image.Built(
                        dockerfile.stages().get(place.service().build().target()))
                : new Image.Kafka();
    }

    private void start(Place place) throws IOException {
        Image image = image(place);
        place.mount(Checkout.root());
        image.unpack(place);
        var builder = new ProcessBuilder(image.command(place))
                .directory(place.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(place.log().toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("HOME", place.root().toString());
        builder.environment().putAll(image.environment(place));
        // A container's name for itself.
        builder.environment().put("HOSTNAME", place.name());
        builder.environment()
                .replaceAll((name, value) -> value.replace("postgres:5432", "postgres:" + database.getPort()));
        processes.put(place.name(), builder.start());
    }

    private void awaitUp(Place place) throws Exception {
        Process process = processes.get(place.name());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                // As the condition "service_completed_successfully" has it.
                if ("no".equals(place.service().restart()) && process.exitValue() == 0) {
                    return;
                }
                throw failure(place, "ended with " + process.exitValue());
            }
            if (!"no".equals(place.service().restart()) && isHealthy(place)) {
                return;
            }
            Thread.sleep(500);
        }
        throw failure(place, "is not healthy");
    }

    private boolean isHealthy(Place place) throws IOException, InterruptedException {
        return new ProcessBuilder(image(place).healthcheck(place))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static AssertionError failure(Place place, String what) throws IOException {
        String log = Files.readString(place.log());
        return new AssertionError(place.name() + " " + what + ":\n" + log.substring(Math.max(0, log.length() - 4000)));
    }

    /** Where a service can be asked. */
    URI address(String name, int port) {
        return URI.create("http://%s:%d".formatted(places.get(name).address(), port));
    }

    Path folder(String name, String path) {
        return places.get(name).file(path);
    }

    Set<String> names() {
        return places.keySet();
    }

    void kill(String name) {
        processes.get(name).destroyForcibly();
    }

    /** As {@code docker compose stop} does; returns the exit codes of those that ended in the time they have, by name. */
    Map<String, Integer> stop() throws InterruptedException {
        processes.values().forEach(Process::destroy);
        var codes = new HashMap<String, Integer>();
        for (var entry : processes.entrySet()) {
            String grace = places.get(entry.getKey()).service().stopGracePeriod();
            long seconds = grace == null ? 10 : Long.parseLong(grace.replace("s", ""));
            if (entry.getValue().waitFor(Duration.ofSeconds(seconds))) {
                codes.put(entry.getKey(), entry.getValue().exitValue());
            }
        }
        return codes;
    }

    @Override
    public void close() throws IOException {
        processes.values().forEach(Process::destroyForcibly);
        database.close();
    }
}
