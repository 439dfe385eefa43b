package io.unstir.manifests.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.unstir.manifests.Checkout;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docker-compose.yml works: with three brokers, two gateways and two samplers, and with one of each kind fewer. */
class ComposedSystemIT {
    private static final int GATEWAY = 7600;
    private static final int SAMPLER = 7610;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String JOB = """
            {"prompt": "a red heart", "steps": 2, "seed": 7, "n": 2}""";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aJobIsDoneByTheSystemThatTheFileDescribesAlsoWhenABrokerAGatewayAndASamplerAreGone(@TempDir Path folder)
            throws Exception {
        var secrets = Compose.secrets();
        var file = ComposeFile.parse(Checkout.text(Compose.FILE), secrets);
        try (var system = ComposedSystem.start(file, Map.of("gateway", 2), folder)) {
            // Given
            URI one = system.address("gateway-1", GATEWAY);
            URI other = system.address("gateway-2", GATEWAY);
            assertThat(List.of("sampler-1", "sampler-2"))
                    .allSatisfy(sampler -> assertThat(ask(system.address(sampler, SAMPLER), "/q/health/ready", ""))
                            .contains("UP"));
            String key = send(one, "/v1/keys", secrets.get("UNSTIR_ADMIN_KEY"), """
                            {"name": "test", "tenant": "acme", "scopes": ["submit", "read"]}""")
                    .get("key")
                    .asText();

            awaitModel(one, key);

            // When
            var undisturbed = images(one, key);
            List.of("kafka-2", "gateway-1", "sampler-1").forEach(system::kill);
            var disturbed = images(other, key);

            // Then
            assertThat(undisturbed).hasSize(2).doesNotHaveDuplicates().isEqualTo(disturbed);
            for (String sha256 : undisturbed) {
                byte[] png = bytes(other, "/v1/images/" + sha256, key);
                assertThat(HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(png)))
                        .isEqualTo(sha256);
            }
            try (var objects = Files.walk(system.folder("s3", "/var/lib/unstir/objects/unstir"))) {
                assertThat(objects.map(Path::toString)).anyMatch(object -> object.contains(undisturbed.getFirst()));
            }
            assertThat(system.stop())
                    .containsOnlyKeys(system.names())
                    .allSatisfy((name, code) -> assertThat(code).as(name).isIn(0, 143, 137));
        }
    }

    /** A first start publishes the models that come with the trainer. */
    private void awaitModel(URI gateway, String key) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!ask(gateway, "/v1/models", key).contains("emoji@")) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.sleep(200);
        }
    }

    /** Digests of a new job's images. */
    private List<String> images(URI gateway, String key) throws Exception {
        var job = send(gateway, "/v1/jobs", key, JOB);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!job.get("status").asText().equals("succeeded")) {
            assertThat(job.get("status").asText()).isIn("queued", "processing");
            assertThat(System.nanoTime()).as("in time: " + job).isLessThan(deadline);
            job = json.readTree(ask(gateway, "/v1/jobs/" + job.get("id").asText(), key));
            Thread.sleep(200);
        }
        return job.get("images").findValuesAsText("sha256");
    }

    /** As clients do: what the system can't take now is sent again, under the same key. */
    private JsonNode send(URI server, String path, String key, String body) throws Exception {
        var request = request(server, path, key)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(body))
                .build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var answer = http.send(request, BodyHandlers.ofString());
        while (answer.statusCode() == 503 && System.nanoTime() < deadline) {
            Thread.sleep(500);
            answer = http.send(request, BodyHandlers.ofString());
        }
        assertThat(answer.statusCode()).as(answer.body()).isIn(201, 202);
        return json.readTree(answer.body());
    }

    private String ask(URI server, String path, String key) throws Exception {
        var answer = http.send(request(server, path, key).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private byte[] bytes(URI server, String path, String key) throws Exception {
        return http.send(request(server, path, key).build(), BodyHandlers.ofByteArray())
                .body();
    }

    private static HttpRequest.Builder request(URI server, String path, String key) {
        var request = HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(30));
        return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
    }
}
