package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.gateway.it.SseClient.Received;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A job is watched over the wire while samplers speak of it. */
@ExtendWith(SharedGateway.class)
class JobEventsIT {
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
    void aJobIsWatchedFromItsSubmissionToItsEnd() throws Exception {
        // Given
        var id = submit();

        // When
        try (var stream = SseClient.open(gateway, id)) {
            var first = stream.event();
            say(Happenings.started(id, 1));
            say(Happenings.progressed(id, 1, 15, 30));
            broker.write(Topic.PREVIEWS, id, Happenings.preview(id, 0, 15, 3).toByteArray());
            var started = stream.event();
            var progress = stream.event();
            var preview = stream.event();
            say(Happenings.made(id, 1, 0));
            say(Happenings.succeeded(id, 1));
            var rest = stream.rest();

            // Then
            assertThat(stream.response().statusCode()).isEqualTo(200);
            assertThat(stream.response().headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
            assertThat(stream.response().headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(first.name()).isEqualTo("status");
            assertThat(first.data())
                    .isEqualTo(
                            "{\"status\":\"queued\",\"progress\":{\"value\":0.0,\"steps_done\":0,\"steps_total\":30}}");
            assertThat(started.json().at("/status").textValue()).isEqualTo("processing");
            assertThat(progress.name()).isEqualTo("progress");
            assertThat(progress.data()).isEqualTo("{\"value\":0.5,\"steps_done\":15,\"steps_total\":30}");
            assertThat(preview.name()).isEqualTo("preview");
            assertThat(preview.data()).isEqualTo("{\"index\":0,\"step\":15,\"steps\":20,\"png\":\"AAAA\"}");
            assertThat(preview.id()).isEmpty();
            assertThat(rest).extracting(Received::name).containsExactly("image", "done");
            assertThat(rest.getFirst().json().at("/url").textValue()).startsWith("/v1/images/0000");
            assertThat(rest.getFirst().json().at("/seed").longValue()).isEqualTo(7);
            var done = rest.getLast().json();
            assertThat(done.at("/status").textValue()).isEqualTo("succeeded");
            assertThat(done.at("/id").textValue()).isEqualTo(id);
            assertThat(done.at("/images")).hasSize(1);
            assertThat(done.at("/urls/events").textValue()).isEqualTo("/v1/jobs/" + id + "/events");
            assertThat(started.id().orElseThrow()).matches("\\d+-\\d+");
        }
    }

    @Test
    void whoComesAgainGetsTheStateAndWhatWasMissed() throws Exception {
        // Given
        var id = submit();
        String last;
        try (var stream = SseClient.open(gateway, id)) {
            stream.event();
            say(Happenings.started(id, 1));
            last = stream.event().id().orElseThrow();
        }
        say(Happenings.progressed(id, 1, 10, 30));
        say(Happenings.progressed(id, 1, 20, 30));
        say(Happenings.made(id, 1, 0));
        say(Happenings.canceled(id, 1));

        // When
        try (var stream = SseClient.open(gateway, id, "Last-Event-ID", last)) {
            var events = stream.rest();

            // Then
            assertThat(events)
                    .extracting(Received::name)
                    .containsExactly("status", "progress", "progress", "image", "done");
            assertThat(events.getFirst().json().at("/status").textValue()).isEqualTo("canceled");
            assertThat(events.getFirst().id()).isEmpty();
            last = events.getLast().id().orElseThrow();
        }
        try (var stream = SseClient.open(gateway, id, "Last-Event-ID", last)) {
            assertThat(stream.response().statusCode()).isEqualTo(204);
        }
    }

    @Test
    void whoComesLateGetsAllAtOnce() throws Exception {
        // Given
        var id = "0199c0de-0000-7000-8000-00000000e001";
        storage.put("/jobs/" + id, GatewayIT.storedJob(id, "").getBytes(UTF_8));

        // When
        try (var stream = SseClient.open(gateway, id)) {
            var events = stream.rest();

            // Then
            assertThat(events).extracting(Received::name).containsExactly("status", "image", "done");
            assertThat(events.getLast().json()).isEqualTo(json(gateway.get("/v1/jobs/" + id)));
        }
    }

    @Test
    void aQuietStreamBeats() throws Exception {
        // Given
        var id = submit();

        // When
        try (var stream = SseClient.open(gateway, id)) {
            stream.event();

            // Then
            assertThat(stream.next().orElseThrow().name()).isEqualTo(":");
        }
    }

    @Test
    void aClientThatDoesNotReadIsLetGo() throws Exception {
        // Given
        var id = submit();
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress("127.0.0.1", gateway.uri("/").getPort()));
            socket.setSoTimeout(20_000);
            var request = "GET /v1/jobs/%s/events HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(id);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            awaitFirstByte(socket);

            // When: more than the kernel holds for a client that does not read.
            for (int image = 0; image < 16; image++) {
                var preview = Happenings.preview(id, image, 1, 700_000);
                broker.write(Topic.PREVIEWS, id, preview.toByteArray());
            }
            Thread.sleep(Duration.ofSeconds(3));

            // Then
            long got = readToItsEnd(socket);
            assertThat(got).isLessThan(16 * 700_000L);
        }
    }

    @Test
    void whatIsNoEventsIdIsRefused() throws Exception {
        // When
        try (var stream = SseClient.open(gateway, submit(), "Last-Event-ID", "seven")) {

            // Then
            assertThat(stream.response().statusCode()).isEqualTo(400);
            assertThat(new String(stream.response().body().readAllBytes(), UTF_8))
                    .contains("\"field\":\"Last-Event-ID\"", "\"value\":\"seven\"");
        }
    }

    @Test
    void aJobThatNobodyKnowsCannotBeWatched() throws Exception {
        // When
        var response = gateway.get("/v1/jobs/0199c0de-0000-7000-8000-000000000000/events");

        // Then
        GatewayIT.assertProblem(response, 404, "not-found", "id");
    }

    private static void awaitFirstByte(Socket socket) throws IOException {
        assertThat(socket.getInputStream().read()).isPositive();
    }

    /** How much came until the gateway closed the connection, in its way or by a reset. */
    private static long readToItsEnd(Socket socket) {
        long read = 0;
        var buffer = new byte[64 * 1024];
        try {
            for (int n = 0; n >= 0; n = socket.getInputStream().read(buffer)) {
                read += n;
            }
        } catch (IOException e) {
            assertThat(Optional.ofNullable(e.getMessage()).orElse("")).contains("reset");
        }
        return read;
    }

    private static String submit() throws IOException {
        var job = json(gateway.post("/v1/jobs", "{\"prompt\":\"a heart\",\"seed\":7}"));
        return job.get("id").textValue();
    }

    private static void say(JobEvent event) throws Exception {
        broker.write(Topic.JOB_EVENTS, event.getJobId(), event.toByteArray());
    }
}
