package io.unstir.local.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One more gateway beside a running system's own, and a client that watches jobs at either. */
final class SecondGateway implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final Process process;

    SecondGateway(int port, String kafka, String storage, Path log) throws IOException {
        this(port, kafka, storage, log, Map.of());
    }

    /** @param settings what it is told besides, by names of the environment */
    SecondGateway(int port, String kafka, String storage, Path log, Map<String, String> settings) throws IOException {
        this.port = port;
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(java, "-jar", "../../gateway-service/target/quarkus-app/quarkus-run.jar");
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", kafka);
        builder.environment().put("UNSTIR_STORAGE_URL", storage);
        builder.environment().putAll(settings);
        process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(this::ready);
    }

    int port() {
        return port;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Makes a key of the default tenant, where this gateway asks for keys. */
    String createKey(String admin, String name, List<String> scopes) throws IOException, InterruptedException {
        var body = JSON.writeValueAsBytes(Map.of("name", name, "tenant", "default", "scopes", scopes));
        var request = HttpRequest.newBuilder(uri("/v1/keys"))
                .header("Authorization", "Bearer " + admin)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        var response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return JSON.readTree(response.body()).path("key").asText();
    }

    /** @param id absent from previews, comments and all but the last event of what is told at first */
    record Event(String name, Optional<String> id, String data) {}

    /**
     * Watches a job at the gateway on a port.
     *
     * @param most leaves after so many events
     */
    List<Event> watch(int atPort, String job, Optional<String> lastEventId, int most)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/v1/jobs/%s/events".formatted(atPort, job)));
        lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
        var response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        var events = new ArrayList<Event>();
        try (var in = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String name = "";
            String data = "";
            Optional<String> id = Optional.empty();
            for (var line = in.readLine(); line != null && events.size() < most; line = in.readLine()) {
                var value = line.substring(line.indexOf(':') + 1).strip();
                if (line.startsWith("event:")) {
                    name = value;
                } else if (line.startsWith("data:")) {
                    data = value;
                } else if (line.startsWith("id:")) {
                    id = Optional.of(value);
                } else if (line.isEmpty() && !name.isEmpty()) {
                    events.add(new Event(name, id, data));
                    name = "";
                    id = Optional.empty();
                }
            }
        }
        return events;
    }

    private boolean ready() {
        try {
            var ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"));
            return http.send(ready.build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
