package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static io.unstir.gateway.it.GatewayIT.assertProblem;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.unstir.proto.KeyToken;
import io.unstir.proto.Topic;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway that takes little on: what is beyond is refused with a time to come again. */
@ExtendWith(SharedGateway.class)
class LimitsIT {
    private static final String JOB = "{\"prompt\":\"a heart\"}";

    private static Broker broker;
    private static StorageServer storage;
    private static Gateway gateway;

    @BeforeAll
    static void start(Broker sharedBroker, StorageServer sharedStorage) throws Exception {
        broker = sharedBroker;
        storage = sharedStorage;
        gateway = gateway("limits-it");
    }

    private static Gateway gateway(String name) throws Exception {
        var limits = Map.of(
                "UNSTIR_AUTH_KEYS",
                "true",
                "UNSTIR_LIMITS_QUEUED_JOBS",
                "12",
                "UNSTIR_LIMITS_JOBS_PER_KEY",
                "3",
                "UNSTIR_LIMITS_IMAGES_PER_MINUTE_PER_KEY",
                "20",
                "UNSTIR_LIMITS_UPLOADS_PER_MINUTE_PER_KEY",
                "2",
                "UNSTIR_LIMITS_TRAININGS_PER_MINUTE_PER_KEY",
                "1",
                "UNSTIR_LIMITS_STREAMS_PER_KEY",
                "2");
        var log = Path.of("target/%s.log".formatted(name));
        return new Gateway(broker.bootstrapServers(), storage.url(), log, limits).awaitReady();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aKeyThatHasItsJobsOnTheWayIsToldWhenToComeAgain() throws Exception {
        // Given
        var key = key();
        var first = accepted(key);
        var others = List.of(accepted(key), accepted(key));

        // When
        var refused = post(key, JOB);

        // Then
        assertProblem(refused, 429, "too-many-requests", "jobs");
        assertComeAgain(refused);
        end(first);
        await().until(() -> post(key, JOB).statusCode() == 202);
        others.forEach(LimitsIT::end);
    }

    @Test
    void aKeyThatAskedForManyImagesIsToldWhenToComeAgain() throws Exception {
        // Given
        var key = key();
        assertThat(post(key, "{\"prompt\":\"a\",\"n\":16}").statusCode()).isEqualTo(202);

        // When
        var refused = post(key, "{\"prompt\":\"a\",\"n\":16}");

        // Then
        assertProblem(refused, 429, "too-many-requests", "n");
        assertComeAgain(refused);
        assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(30, 36);
    }

    @Test
    void aBatchThatNeverFitsIsNotToldToComeAgain() throws Exception {
        // When
        var refused = gateway.post(
                "/v1/batches", "{\"jobs\":[%1$s,%1$s,%1$s,%1$s]}".formatted(JOB), GuardedGateways.bearer(key()));

        // Then
        assertProblem(refused, 400, "invalid-request", "jobs");
        assertThat(refused.headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void aKeyUploadsAndTrainsSoOftenAMinute() throws Exception {
        // Given
        var key = GuardedGateways.bearer(key());
        assertThat(train(key).statusCode()).isEqualTo(202);
        assertThat(upload(key).statusCode()).isEqualTo(415);
        assertThat(upload(key).statusCode()).isEqualTo(415);

        // When
        var training = train(key);
        var upload = upload(key);

        // Then
        assertProblem(training, 429, "too-many-requests", "trainings");
        assertComeAgain(training);
        assertProblem(upload, 429, "too-many-requests", "uploads");
        assertComeAgain(upload);
    }

    private static HttpResponse<byte[]> train(String[] key) throws Exception {
        return gateway.post("/v1/trainings", "{\"config\":\"model: a\"}", key);
    }

    private static HttpResponse<byte[]> upload(String[] key) throws Exception {
        return gateway.send(HttpRequest.newBuilder(gateway.uri("/v1/images"))
                .headers(key)
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofString("no picture")));
    }

    @Test
    void aGatewayThatStartsCountsWhatIsOnItsWay() throws Exception {
        // Given four jobs of a key that storage knows of, the end of one of which it has not read yet
        var key = key();
        var id = KeyToken.parse(key).orElseThrow().id();
        var jobs = Stream.generate(() -> UUID.randomUUID().toString()).limit(4).toList();
        var readTo = IntStream.range(0, Topic.JOB_EVENTS.partitions())
                .mapToObj("\"%d\":0"::formatted)
                .collect(joining(","));
        end(jobs.getFirst());
        storage.openJobs(jobs.stream()
                .map(job -> "{\"id\":\"%s\",\"tenant\":\"limited\",\"key_id\":\"%s\"}".formatted(job, id))
                .collect(joining(
                        ",", "{\"jobs\":[", "],\"read_to\":{%s},\"submissions_read_to\":{}}".formatted(readTo))));

        // When
        try (var fresh = gateway("limits-again-it")) {
            storage.openJobs(null);

            // Then
            await().untilAsserted(() -> assertProblem(
                    fresh.post("/v1/jobs", JOB, GuardedGateways.bearer(key)), 429, "too-many-requests", "jobs"));
            end(jobs.getLast());
            await().until(() ->
                    fresh.post("/v1/jobs", JOB, GuardedGateways.bearer(key)).statusCode() == 202);
        }
    }

    @Test
    void theQueueTakesNoMoreThanItsLimit() throws Exception {
        // When
        var accepted = new ArrayList<String>();
        HttpResponse<byte[]> last;
        String key = key();
        do {
            last = post(key, JOB);
            if (last.statusCode() == 202) {
                accepted.add(json(last).get("id").textValue());
            } else if (json(last).get("code").textValue().equals("too-many-requests")) {
                key = key();
            }
        } while (!json(last).path("code").asText().equals("queue-full") && accepted.size() <= 12);

        // Then
        assertProblem(last, 429, "queue-full", "jobs");
        assertComeAgain(last);
        accepted.forEach(LimitsIT::end);
    }

    @Test
    void aKeyHasSoManyStreamsOpen() throws Exception {
        // Given
        var key = key();
        var events = "/v1/jobs/" + accepted(key) + "/events";
        var bearer = GuardedGateways.bearer(key);

        try (var first = SseClient.at(gateway, events, bearer);
                var second = SseClient.at(gateway, events, bearer)) {
            assertThat(first.event().name()).isEqualTo("status");
            assertThat(second.event().name()).isEqualTo("status");

            // When
            var third = gateway.send(HttpRequest.newBuilder(gateway.uri(events)).headers(bearer));

            // Then
            assertProblem(third, 429, "too-many-requests", "streams");
            assertThat(third.headers().firstValue("Retry-After")).isPresent();
        }
        await().until(() -> {
            try (var again = SseClient.at(gateway, events, bearer)) {
                return again.response().statusCode() == 200;
            }
        });
    }

    private static void assertComeAgain(HttpResponse<byte[]> refused) throws Exception {
        var header =
                Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow());
        assertThat(json(refused).get("retry_after_seconds").intValue()).isEqualTo(header);
        assertThat(header).isPositive();
        assertThat(json(refused).get("detail").textValue()).contains("in about " + header + " s");
    }

    private static String key() throws Exception {
        var key = GuardedGateways.key(broker, "limited", List.of("submit", "read", "train"));
        await().until(() ->
                gateway.send(HttpRequest.newBuilder(gateway.uri("/v1/models")).headers(GuardedGateways.bearer(key)))
                                .statusCode()
                        == 200);
        return key;
    }

    private static HttpResponse<byte[]> post(String key, String body) throws Exception {
        return gateway.post("/v1/jobs", body, GuardedGateways.bearer(key));
    }

    private static String accepted(String key) throws Exception {
        var response = post(key, JOB);
        assertThat(response.statusCode()).isEqualTo(202);
        return json(response).get("id").textValue();
    }

    private static void end(String job) {
        try {
            broker.write(Topic.JOB_EVENTS, job, Happenings.succeeded(job, 1).toByteArray());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
