package io.unstir.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The gateway as it is shipped, in a process of its own, and a client of it. */
final class Gateway implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern API = Pattern.compile("/v1/.*|/asyncapi");

    private final int port = Broker.freePort();
    private final Process process;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Optional<OpenApi> openApi = Optional.empty();

    Gateway(String bootstrapServers, String storageUrl, Path log) throws IOException {
        this(bootstrapServers, storageUrl, log, Map.of());
    }

    /** @param settings environment variables besides the usual ones */
    Gateway(String bootstrapServers, String storageUrl, Path log, Map<String, String> settings) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-jar",
                "target/quarkus-app/quarkus-run.jar");
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        builder.environment().put("UNSTIR_STORAGE_URL", storageUrl);
        builder.environment().put("UNSTIR_GATEWAY_PUBLISH_TIMEOUT", "2s");
        builder.environment().put("UNSTIR_GATEWAY_OPENAI_PATIENCE", "2s");
        builder.environment().put("UNSTIR_GATEWAY_EVENTS_HEARTBEAT", "1s");
        builder.environment().put("UNSTIR_GATEWAY_EVENTS_PATIENCE", "1s");
        builder.environment().putAll(settings);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        process = builder.start();
    }

    Gateway awaitReady() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> ready() == 200);
        return this;
    }

    Gateway awaitHttp() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> ready() > 0);
        return this;
    }

    int ready() {
        try {
            return get("/q/health/ready").statusCode();
        } catch (IOException e) {
            assertThat(process.isAlive()).as("the gateway's process runs").isTrue();
            return 0;
        }
    }

    HttpResponse<byte[]> get(String path) throws IOException {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    HttpResponse<byte[]> post(String path, String body, String... headers) throws IOException {
        var request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
        try {
            var response =
                    http.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (API.matcher(response.uri().getPath()).matches()) {
                openApi().check(response);
                checkRefusal(response);
            }
            return response;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Whatever is refused, its field, its value and its limit are named. */
    private static void checkRefusal(HttpResponse<byte[]> response) throws IOException {
        if (response.statusCode() < 400 || response.statusCode() >= 500 || response.body().length == 0) {
            return;
        }
        var problem = json(response);
        assertThat(problem.path("errors")).as(problem.toString()).isNotEmpty();
        for (var error : problem.get("errors")) {
            assertThat(error.path("field").isTextual()).as(problem.toString()).isTrue();
            assertThat(error.has("value")).as(problem.toString()).isTrue();
            assertThat(error.path("limit").asText()).as(problem.toString()).isNotBlank();
            assertThat(error.path("message").asText()).as(problem.toString()).isNotBlank();
        }
    }

    /** The document that every answer of this gateway is checked against. */
    synchronized OpenApi openApi() throws IOException {
        if (openApi.isEmpty()) {
            openApi = Optional.of(new OpenApi(json(get("/q/openapi?format=json"))));
        }
        return openApi.get();
    }

    /** Any body, taken as it comes: for answers without end as well. */
    HttpResponse<InputStream> open(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(
                    request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** What the meters stand at whose names, with labels, begin so. */
    double meter(String name) throws IOException {
        return new String(get("/q/metrics").body(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Bytes of heap that are still in use when all garbage is gone. */
    long liveHeap() throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        int collected = new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        assertThat(collected).as("jcmd's exit code").isZero();
        return (long) meter("jvm_memory_used_bytes{area=\"heap\"");
    }

    /** The exit code of a gateway that does not stay. */
    int awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE)).as("the gateway has ended").isTrue();
        return process.exitValue();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    static JsonNode json(HttpResponse<byte[]> response) throws IOException {
        return JSON.readTree(response.body());
    }

    /** As a failing machine would: no signal that it could act on. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
