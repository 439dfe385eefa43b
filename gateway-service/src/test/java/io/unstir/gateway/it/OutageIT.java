package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static io.unstir.gateway.it.GatewayIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.unstir.gateway.publish.SubmissionId;
import io.unstir.proto.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway says while one of its neighbours is away, and after that. */
class OutageIT {
    private static final String JOB = "{\"prompt\":\"a heart\"}";

    @Test
    void aJobTheBrokerDoesNotTakeIsRefusedAndNeverAppears(@TempDir Path data) throws Exception {
        try (var broker = new Broker(data.resolve("kafka"));
                var storage = new StorageServer();
                var gateway =
                        new Gateway(broker.bootstrapServers(), storage.url(), Path.of("target/outage-broker.log"))) {
            // Given
            var model = TestModels.published("emoji", "1", "a".repeat(64));
            broker.write(Topic.CHECKPOINTS, "emoji@1", model.toByteArray());
            gateway.awaitReady();
            broker.stop();

            // When
            var began = Instant.now();
            var refused = gateway.post("/v1/jobs", JOB, "Idempotency-Key", "refused");
            var waited = Duration.between(began, Instant.now());

            // Then
            assertProblem(refused, 503, "broker-unavailable", null);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("2");
            assertThat(waited).isLessThan(Duration.ofSeconds(8));
            await().atMost(Duration.ofSeconds(60)).until(() -> gateway.ready() == 503);
            assertThat(gateway.get("/q/health/live").statusCode()).isEqualTo(200);

            // and once the broker is back, jobs are taken again, and the refused one is not among them
            broker.start();
            var accepted = await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> gateway.post("/v1/jobs", JOB), response -> response.statusCode() == 202);
            gateway.awaitReady();
            assertThat(broker.read(Topic.JOBS))
                    .extracting(ConsumerRecord::key)
                    .contains(json(accepted).at("/id").textValue())
                    .doesNotContain(SubmissionId.of("default", "refused").toString());
        }
    }

    @Test
    void aGatewayThatIsUpBeforeTheBrokerBecomesReadyWithIt(@TempDir Path data) throws Exception {
        try (var broker = new Broker(data.resolve("kafka"))) {
            // Given
            broker.stop();
            try (var storage = new StorageServer();
                    var gateway =
                            new Gateway(broker.bootstrapServers(), storage.url(), Path.of("target/outage-late.log"))) {
                gateway.awaitHttp();
                assertThat(gateway.ready()).isEqualTo(503);
                assertProblem(gateway.post("/v1/jobs", JOB), 503, "registry-unavailable", null);
                assertProblem(gateway.get("/v1/models"), 503, "registry-unavailable", null);

                // When
                broker.start();

                // Then
                gateway.awaitReady();
                assertProblem(gateway.post("/v1/jobs", JOB), 422, "unknown-model", "model");
            }
        }
    }

    @Test
    void readingWithoutStorageIsRefusedButSubmittingIsNot(@TempDir Path data) throws Exception {
        try (var broker = new Broker(data.resolve("kafka"));
                var gateway = new Gateway(
                        broker.bootstrapServers(),
                        "http://127.0.0.1:" + Broker.freePort(),
                        Path.of("target/outage-storage.log"))) {
            // Given
            var model = TestModels.published("emoji", "1", "a".repeat(64));
            broker.write(Topic.CHECKPOINTS, "emoji@1", model.toByteArray());
            gateway.awaitReady();

            // When
            var accepted = gateway.post("/v1/jobs", JOB, "Idempotency-Key", "k");

            // Then
            assertThat(accepted.statusCode()).isEqualTo(202);
            assertProblem(gateway.get(json(accepted).at("/urls/self").textValue()), 503, "storage-unavailable", null);
            assertProblem(gateway.get("/v1/images/" + "a".repeat(64)), 503, "storage-unavailable", null);
            assertProblem(
                    gateway.post("/v1/jobs", "{\"prompt\":\"a star\"}", "Idempotency-Key", "k"),
                    422,
                    "idempotency-key-reused",
                    "Idempotency-Key");
            assertThat(gateway.post(json(accepted).at("/urls/cancel").textValue(), "")
                            .statusCode())
                    .isEqualTo(202);
            assertProblem(
                    gateway.post("/v1/jobs/0199c0de-0000-7000-8000-000000000000/cancel", ""),
                    503,
                    "storage-unavailable",
                    null);
            assertProblem(
                    gateway.post("/v1/jobs", "{\"prompt\":\"a\",\"init_image\":\"%s\"}".formatted("a".repeat(64))),
                    503,
                    "storage-unavailable",
                    null);
        }
    }
}
