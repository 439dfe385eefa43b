package io.unstir.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.unstir.local.broker.Certificate;
import io.unstir.local.broker.SecuredBroker;
import io.unstir.local.data.DataFolder;
import io.unstir.local.database.SecuredPostgres;
import io.unstir.local.fixture.ChildService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The four services on a broker and a database that take nobody without TLS and a password; nothing but their environment says so. */
class SecuredSystemIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> processes = new ArrayList<>();
    private final int gateway = ChildService.freePort();

    @Test
    void anImageIsMadeOverTlsAndNoLogTellsAPassword() throws Exception {
        // Given
        var data = new DataFolder(folder.resolve("data"));
        data.open();
        var certificate = Certificate.in(folder.resolve("tls"));
        try (var broker = new SecuredBroker(folder.resolve("kafka"), certificate);
                var postgres = new SecuredPostgres(data, ChildService.freePort(), certificate)) {
            startAll(broker, postgres);
            await().atMost(PATIENCE).until(() -> get("/v1/models").contains("\"emoji@"));

            // When
            String job = submit("{\"prompt\": \"red heart\", \"steps\": 2}");
            await().atMost(PATIENCE).until(() -> get(job).contains("\"succeeded\""));

            // Then
            assertThat(postgres.plainAndEncrypted().getFirst()).isZero();
            assertThat(postgres.plainAndEncrypted().getLast()).isPositive();
            assertThat(answersWithoutPassword(broker)).isFalse();
            assertThat(logs())
                    .hasSize(4)
                    .noneMatch(log -> log.contains(SecuredBroker.PASSWORD) || log.contains(postgres.password()));
        } finally {
            stopAll();
        }
    }

    private void startAll(SecuredBroker broker, SecuredPostgres postgres) throws IOException {
        int storage = ChildService.freePort();
        var common = new HashMap<>(broker.environment());
        common.put("UNSTIR_STORAGE_URL", "http://127.0.0.1:" + storage);
        var toStore = new HashMap<>(postgres.environment());
        toStore.put("UNSTIR_BLOBS_FOLDER", folder.resolve("blobs").toString());
        start("storage-service", storage, common, toStore);
        start("gateway-service", gateway, common, Map.of());
        start(
                "trainer-service",
                ChildService.freePort(),
                common,
                Map.of(
                        "UNSTIR_TRAINER_FOLDER",
                        folder.resolve("trainer").toString(),
                        "UNSTIR_TRAINER_STARTER_MODELS",
                        REPOSITORY.resolve("deploy/models").toString()));
        start(
                "sampler-service",
                ChildService.freePort(),
                common,
                Map.of(
                        "UNSTIR_SAMPLER_CACHE_FOLDER",
                        folder.resolve("cache").toString(),
                        "UNSTIR_SAMPLER_SLOTS",
                        "12"));
    }

    private void start(String module, int port, Map<String, String> common, Map<String, String> own)
            throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                REPOSITORY
                        .resolve(module)
                        .resolve("target/quarkus-app/quarkus-run.jar")
                        .toString());
        builder.environment().putAll(common);
        builder.environment().putAll(own);
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        processes.add(builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve(module + ".log").toFile())
                .start());
    }

    private void stopAll() throws InterruptedException {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private List<String> logs() throws IOException {
        var logs = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(folder, "*.log")) {
            for (Path file : files) {
                logs.add(Files.readString(file));
            }
        }
        return logs;
    }

    private static boolean answersWithoutPassword(SecuredBroker broker) throws InterruptedException {
        var settings = new Properties();
        settings.put("bootstrap.servers", broker.bootstrapServers());
        settings.put("default.api.timeout.ms", "1500");
        settings.put("request.timeout.ms", "1000");
        try (var admin = Admin.create(settings)) {
            admin.listTopics().names().get();
            return true;
        } catch (ExecutionException refused) {
            return false;
        }
    }

    private String get(String path) {
        try {
            return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException notYet) {
            return "";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return the job's path */
    private String submit(String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri("/v1/jobs"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        JsonNode job = JSON.readTree(answer.body());
        return "/v1/jobs/" + job.path("id").asText();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + gateway + path);
    }
}
