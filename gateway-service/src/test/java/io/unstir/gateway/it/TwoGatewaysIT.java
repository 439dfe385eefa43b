package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one gateway has accepted, another one knows, though storage has not read it. */
class TwoGatewaysIT {
    private static Broker broker;
    private static StorageServer storage;
    private static Gateway one;
    private static Gateway other;

    /** On a broker of its own: this storage has read no events, so neither gateway may begin behind some. */
    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        broker = new Broker(data);
        broker.write(
                Topic.CHECKPOINTS,
                "emoji@1",
                TestModels.published("emoji", "1", "a".repeat(64)).toByteArray());
        storage = new StorageServer();
        one = new Gateway(broker.bootstrapServers(), storage.url(), Path.of("target/one-gateway-it.log"));
        other = new Gateway(broker.bootstrapServers(), storage.url(), Path.of("target/other-gateway-it.log"));
        one.awaitReady();
        other.awaitReady();
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        storage.close();
        broker.close();
    }

    @Test
    void aJobIsReadAtTheOtherRightAfterItWasAccepted() throws Exception {
        for (int i = 0; i < 100; i++) {
            // Given
            var priority = i % 2 == 0 ? "bulk" : "interactive";
            var accepted =
                    json(one.post("/v1/jobs", "{\"prompt\":\"a heart\",\"priority\":\"%s\"}".formatted(priority)));

            // When
            var read = other.get(accepted.at("/urls/self").textValue());

            // Then
            assertThat(read.statusCode()).as("read %d", i).isEqualTo(200);
            assertThat(json(read)).isEqualTo(accepted);
        }
    }

    @Test
    void aKeyGivesTheSameJobAtTheOther() throws Exception {
        // Given
        var accepted = json(one.post("/v1/jobs", "{\"prompt\":\"a heart\"}", "Idempotency-Key", "anywhere"));

        // When
        var again = json(other.post("/v1/jobs", "{\"prompt\":\"a heart\"}", "Idempotency-Key", "anywhere"));

        // Then
        assertThat(again).isEqualTo(accepted);
        assertThat(broker.only(accepted.get("id").textValue(), Topic.JOBS)).isNotNull();
    }

    @Test
    void aJobIsWatchedAtTheOther() throws Exception {
        // Given
        var id =
                json(one.post("/v1/jobs", "{\"prompt\":\"a heart\"}")).get("id").textValue();

        // When
        try (var stream = SseClient.open(other, id)) {
            var first = stream.event();
            say(Happenings.started(id, 1));
            say(Happenings.succeeded(id, 1));

            // Then
            assertThat(first.json().at("/status").textValue()).isEqualTo("queued");
            assertThat(stream.rest()).extracting(SseClient.Received::name).containsExactly("status", "done");
        }
    }

    @Test
    void aClientThatPrefersToWaitIsAnsweredAtTheEnd() throws Exception {
        // Given
        var answer = CompletableFuture.supplyAsync(() -> postWaiting("60"));
        var id = awaitSubmission();

        // When
        say(Happenings.started(id, 1));
        say(Happenings.made(id, 1, 0));
        say(Happenings.succeeded(id, 1));

        // Then
        var response = answer.get();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Preference-Applied")).hasValue("wait=60");
        assertThat(response.headers().firstValue("Location")).hasValue("/v1/jobs/" + id);
        assertThat(json(response).at("/status").textValue()).isEqualTo("succeeded");
        assertThat(json(response).at("/images")).hasSize(1);
    }

    @Test
    void aClientWaitsNoLongerThanItPrefers() throws Exception {
        // Given
        var response = postWaiting("1");
        var id = json(response).get("id").textValue();

        // When
        var read = other.send(
                HttpRequest.newBuilder(other.uri("/v1/jobs/" + id)).header("Prefer", "respond-async, wait=1"));

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(json(response).at("/status").textValue()).isEqualTo("queued");
        assertThat(read.statusCode()).isEqualTo(202);
        assertThat(read.headers().firstValue("Preference-Applied")).hasValue("wait=1");
    }

    private static HttpResponse<byte[]> postWaiting(String seconds) {
        try {
            return one.post("/v1/jobs", "{\"prompt\":\"waiting %s\"}".formatted(seconds), "Prefer", "wait=" + seconds);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String awaitSubmission() {
        return await().until(
                        () -> broker.read(Topic.JOBS).stream()
                                .filter(record -> new String(record.value(), UTF_8).contains("waiting 60"))
                                .map(record -> record.key())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static void say(JobEvent event) throws Exception {
        broker.write(Topic.JOB_EVENTS, event.getJobId(), event.toByteArray());
    }
}
