package io.unstir.gateway.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Timestamp;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.ReplicaSeen;
import io.unstir.proto.v1.SamplerState;
import io.unstir.proto.v1.TrainerState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How busy the system is, who is alive, and which services answer. */
@ExtendWith(SharedGateway.class)
class SystemIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Broker broker;
    private static StorageServer storage;
    private static Gateway gateway;

    @BeforeAll
    static void start(Broker sharedBroker, StorageServer sharedStorage, Gateway sharedGateway) {
        broker = sharedBroker;
        storage = sharedStorage;
        gateway = sharedGateway;
    }

    @Test
    void replicasAreToldOfAndThoseThatFellSilentSaidToBe() throws Exception {
        // Given
        storage.put("/system", """
                {"queued": 3, "processing": 1, "steps_left": 70, "oldest_queued_seconds": 1.5,
                 "samplers": [{"worker": "sampler-0", "device_class": "cpu", "last_seen": "2026-11-23T12:00:00Z", "processing": 1}]}""".getBytes(UTF_8));

        // When
        tell(sampler("sampler-0", Duration.ofSeconds(2)));
        tell(sampler("sampler-1", Duration.ofMinutes(1)));
        tell(sampler("sampler-2", Duration.ofMinutes(9)));
        tell(seen("trainer-1", Duration.ofSeconds(2))
                .setTrainer(TrainerState.newBuilder().setTraining(true))
                .build());

        // Then
        await().untilAsserted(() ->
                assertThat(system().at("/trainers/0/training").asBoolean()).isTrue());
        var told = system();
        assertThat(told.get("queue")).isEqualTo(JSON.readTree("""
                {"queued": 3, "processing": 1, "steps_left": 70, "oldest_queued_seconds": 1.5}"""));
        assertThat(told.get("samplers").findValuesAsText("worker")).containsExactly("sampler-0", "sampler-1");
        assertThat(told.get("samplers").findValuesAsText("alive")).containsExactly("true", "false");
        assertThat(told.get("samplers").findValuesAsText("processing")).containsExactly("1", "0");
        var first = told.at("/samplers/0");
        assertThat(first.get("device_class").asText()).isEqualTo("ort/cpu");
        assertThat(first.get("jobs").asInt()).isEqualTo(2);
        assertThat(first.get("most_jobs").asInt()).isEqualTo(24);
        assertThat(first.get("images").asInt()).isEqualTo(5);
        assertThat(told.at("/trainers/0/alive").asBoolean()).isTrue();
        assertThat(told.get("services").findValuesAsText("name"))
                .containsExactly("gateway", "broker", "storage", "database");
        assertThat(told.get("services").findValuesAsText("ready")).containsOnly("true");
    }

    @Test
    void whileTheDatabaseIsAwayStorageIsNotAndNothingIsCounted() throws Exception {
        // Given
        storage.remove("/system");

        // When
        var told = system();

        // Then
        assertThat(told.get("queue").isNull()).isTrue();
        assertThat(told.get("services").findValuesAsText("ready")).containsExactly("true", "true", "true", "false");
    }

    @Test
    void figuresAreThoseOfStorage() throws Exception {
        // Given
        var figures = """
                {"throughput": [{"minute": "2026-11-23T12:00:00Z", "succeeded": 2, "failed": 1, "canceled": 0, "images": 5}],
                 "latency": [{"model": "emoji@1", "hour": "2026-11-23T12:00:00Z", "stage": "whole", "jobs": 2, "p50": 0.5, "p95": 0.75, "p99": 1.5}],
                 "failures": [{"cause": "not-finite", "model": "emoji@1", "jobs": 1, "for_example": null}],
                 "usage": [{"model": "emoji@1", "device": "cpu", "jobs": 2, "images": 5, "engine_seconds": 2.5}],
                 "verifications": [{"model": "emoji@1", "outcome": "equal", "images": 3}]}""";
        storage.put("/system/figures", figures.getBytes(UTF_8));

        // When
        var told = gateway.get("/v1/system/figures");

        // Then
        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(told.body())).isEqualTo(JSON.readTree(figures));
    }

    @Test
    void metricsTellOfJobsThatNobodyTakesAndOfWhoCouldTakeThem() throws Exception {
        // Given
        await().atMost(Duration.ofSeconds(30))
                .until(() -> metric("unstir_share_group_lag{group=\"unstir-samplers\",topic=\"unstir.jobs\"}") >= 0);
        double before = metric("unstir_share_group_lag{group=\"unstir-samplers\",topic=\"unstir.jobs\"}");
        double refused = metric("unstir_requests_refused_total{code=\"invalid-request\"}");

        // When
        assertThat(gateway.post("/v1/jobs", "{\"prompt\": \"a red heart\"}").statusCode())
                .isEqualTo(202);
        assertThat(gateway.post("/v1/jobs", "{\"prompt\": \"\"}").statusCode()).isEqualTo(400);
        tell(sampler("sampler-0", Duration.ZERO));

        // Then
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(metric("unstir_share_group_lag{group=\"unstir-samplers\",topic=\"unstir.jobs\"}"))
                    .isGreaterThan(before);
            assertThat(metric("unstir_replicas{kind=\"sampler\"}")).isPositive();
        });
        assertThat(metric("unstir_jobs_accepted_total{priority=\"interactive\"}"))
                .isPositive();
        assertThat(metric("unstir_requests_refused_total{code=\"invalid-request\"}"))
                .isGreaterThan(refused);
        assertThat(metric("unstir_publish_seconds_count")).isPositive();
        assertThat(metric("unstir_sse_clients")).isNotNegative();
    }

    private static double metric(String series) throws Exception {
        return new String(gateway.get("/q/metrics").body(), UTF_8)
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private static JsonNode system() throws Exception {
        var told = gateway.get("/v1/system");
        assertThat(told.statusCode()).isEqualTo(200);
        return JSON.readTree(told.body());
    }

    private static void tell(ReplicaSeen seen) throws Exception {
        broker.write(Topic.REPLICAS, seen.getName(), seen.toByteArray());
    }

    private static ReplicaSeen sampler(String name, Duration ago) {
        return seen(name, ago)
                .setSampler(SamplerState.newBuilder()
                        .setDeviceClass("ort/cpu")
                        .setJobs(2)
                        .setMostJobs(24)
                        .setLanes(5))
                .build();
    }

    private static ReplicaSeen.Builder seen(String name, Duration ago) {
        var at = Instant.now().minus(ago);
        return ReplicaSeen.newBuilder()
                .setName(name)
                .setAt(Timestamp.newBuilder().setSeconds(at.getEpochSecond()))
                .setStartedAt(Timestamp.newBuilder().setSeconds(at.getEpochSecond() - 60));
    }
}
