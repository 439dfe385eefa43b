package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.unstir.proto.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Thousands of clients that send a byte a second, or take nothing of what they asked for. */
@ExtendWith(SharedGateway.class)
class SlowClientsIT {
    private static final int HEADS = 1_000;
    private static final int BODIES = 1_000;
    private static final int READERS = 1_000;
    private static final int TAKERS = 50;
    private static final int ROOM_FOR_OTHERS = 150;
    private static final int MOST_CONNECTIONS = HEADS + BODIES + READERS + TAKERS + ROOM_FOR_OTHERS;

    private static final String IMAGE = "5".repeat(64);
    private static final int IMAGE_BYTES = 4 << 20;

    private static final String HEAD = "GET /v1/models HTTP/1.1\r\nHost: localhost\r\nX-A: a";
    private static final String BODY = "POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: 100000\r\n\r\n{\"prompt\":\"";

    /** Of heads, bodies and answers. */
    private static final Duration LIMIT = Duration.ofSeconds(25);

    private static final Duration EVENTS_LIMIT = Duration.ofSeconds(14);
    private static final Duration IDLE_LIMIT = Duration.ofSeconds(3);
    /** The gateway looks once a second, and has thousands to close. */
    private static final Duration LATE = Duration.ofSeconds(4);

    private static final Map<String, String> SETTINGS = Map.of(
            "UNSTIR_STORAGE_TIMEOUT", "90s",
            "UNSTIR_GATEWAY_CONNECTIONS_HEAD", LIMIT.toString(),
            "UNSTIR_GATEWAY_CONNECTIONS_BODY", LIMIT.toString(),
            "UNSTIR_GATEWAY_CONNECTIONS_ANSWER", LIMIT.toString(),
            "UNSTIR_GATEWAY_CONNECTIONS_IDLE", IDLE_LIMIT.toString(),
            "UNSTIR_GATEWAY_CONNECTIONS_SEND_BUFFER_BYTES", "32768",
            "UNSTIR_GATEWAY_EVENTS_PATIENCE", EVENTS_LIMIT.toString(),
            "UNSTIR_GATEWAY_EVENTS_WAITING_BYTES", Integer.toString(8 << 20),
            "UNSTIR_LIMITS_STREAMS_PER_KEY", Integer.toString(READERS),
            "UNSTIR_GATEWAY_CONNECTIONS_MOST", Integer.toString(MOST_CONNECTIONS));

    private static final long MEBIBYTE = 1 << 20;
    /** Of which the connections are two thirds; without limits it is more than the JVM may have. */
    private static final long MOST_HEAP = 140 * MEBIBYTE;
    /** In the seconds after all sockets were full. */
    private static final long MOST_HEAP_GROWN = 8 * MEBIBYTE;

    private static final long MOST_HEAP_LEFT = 12 * MEBIBYTE;
    private static final int MOST_THREADS_MORE = 16;

    /**
     * Below that, what a machine does besides makes the difference. In a build, other modules' tests do: there it only shows that others are
     * not held up for long. On a machine with nothing else to do ask for 10 ms.
     */
    private static final Duration NOISE = Duration.ofMillis(Integer.getInteger("unstir.slow.noise", 500));

    @Test
    void whoIsSlowHoldsUpNobodyAndIsCutOff(Broker broker, StorageServer storage) throws Exception {
        var log = Path.of("target/slow-clients-it.log");
        putImage(storage);
        try (var drips = Executors.newSingleThreadScheduledExecutor();
                var gateway = new Gateway(broker.bootstrapServers(), storage.url(), log, SETTINGS).awaitReady()) {
            // Given
            String job = json(gateway.post("/v1/jobs", "{\"prompt\":\"a heart\"}"))
                    .get("id")
                    .textValue();
            storage.put("/jobs/" + job + "/events", nothingHappened());
            ninetyNinthOfHundred(gateway);
            var calm = State.of(gateway);

            // When
            try (var readers = readers(gateway, job);
                    var heads = dripping(gateway, HEADS, HEAD, drips);
                    var bodies = dripping(gateway, BODIES, BODY, drips);
                    var takers = new SlowCrowd(gateway.uri("/"), TAKERS, get("/v1/images/" + IMAGE))) {
                othersStayOutside(gateway);
                fillTheirSockets(broker, job);
                var crowded = State.of(gateway);
                var later = State.of(gateway);
                assertThat(heads.connected()).as("heads all the while").isEqualTo(HEADS);
                assertThat(bodies.connected()).as("bodies all the while").isEqualTo(BODIES);
                assertThat(gateway.meter("unstir_sse_clients"))
                        .as("readers all the while")
                        .isEqualTo(READERS);

                // Then
                System.out.printf("calm %s; crowded %s; later %s%n", calm, crowded, later);
                // Not while the previews go out: a thousand clients that do read cost as much.
                assertThat(later.ninetyNinth())
                        .isLessThan(max(calm.ninetyNinth(), NOISE).multipliedBy(2));
                assertThat(crowded.threads()).isLessThan(calm.threads() + MOST_THREADS_MORE);
                assertThat(crowded.heap()).isLessThan(MOST_HEAP);
                assertThat(later.heap()).isLessThan(crowded.heap() + MOST_HEAP_GROWN);
                awaitCut(gateway, "head", HEADS, heads.openedAt(), LIMIT);
                awaitCut(gateway, "body", BODIES, bodies.openedAt(), LIMIT);
                // The kernel may have taken a little more for one or the other meanwhile.
                awaitCut(gateway, "events", READERS, System.nanoTime(), EVENTS_LIMIT);
                // For one or the other the kernel may take a little more meanwhile, and its time begins anew.
                await().atMost(LIMIT.plus(LATE))
                        .untilAsserted(() ->
                                assertThat(cut(gateway, "answer")).as("answer").isBetween(0.9 * TAKERS, 1.0 * TAKERS));
                assertThat(readers.connected() + heads.connected() + bodies.connected() + takers.connected())
                        .as("still connected")
                        .isZero();
            }
            assertThat(cut(gateway, "idle")).isGreaterThan(ROOM_FOR_OTHERS / 2);
            long left = gateway.liveHeap();
            System.out.printf("left %d MiB%n", left / MEBIBYTE);
            assertThat(left).isLessThan(calm.heap() + MOST_HEAP_LEFT);
        }
    }

    /** How it is with the gateway. @param heap bytes that no collection frees */
    private record State(Duration ninetyNinth, long heap, int threads) {
        static State of(Gateway gateway) throws Exception {
            var ninetyNinth = ninetyNinthOfHundred(gateway);
            return new State(ninetyNinth, gateway.liveHeap(), (int) gateway.meter("jvm_threads_live_threads"));
        }

        @Override
        public String toString() {
            return "p99 %d us, %d MiB, %d threads".formatted(ninetyNinth.toNanos() / 1_000, heap / MEBIBYTE, threads);
        }
    }

    private static void putImage(StorageServer storage) {
        storage.put(
                "/images/" + IMAGE,
                "{\"sha256\":\"%s\",\"job_id\":\"j\"}".formatted(IMAGE).getBytes(UTF_8));
        storage.put("/blobs/" + IMAGE, new byte[IMAGE_BYTES]);
    }

    /** A storage that has read what the topics have from other tests, and this job not yet. */
    private static byte[] nothingHappened() {
        return "{\"job\":null,\"attempt\":0,\"events\":[],\"complete\":true,\"read_to\":{%s},\"submissions_read_to\":{}}"
                .formatted(StorageServer.EVERYTHING)
                .getBytes(UTF_8);
    }

    /** They have their streams, and take nothing of them but the status. */
    private static SlowCrowd readers(Gateway gateway, String job) throws Exception {
        return new SlowCrowd(gateway.uri("/"), READERS, get("/v1/jobs/%s/events".formatted(job)), "HTTP/1.1 200 OK");
    }

    private static SlowCrowd dripping(Gateway gateway, int size, String beginning, ScheduledExecutorService drips)
            throws Exception {
        var crowd = new SlowCrowd(gateway.uri("/"), size, beginning);
        drips.scheduleAtFixedRate(crowd::drip, 1, 1, TimeUnit.SECONDS);
        return crowd;
    }

    /** More than there is room for; who has come in leaves it again for having no second request. */
    private static void othersStayOutside(Gateway gateway) throws Exception {
        try (var others = new SlowCrowd(gateway.uri("/"), 2 * ROOM_FOR_OTHERS, get("/v1/models"))) {
            await().atMost(IDLE_LIMIT.minusSeconds(1))
                    .untilAsserted(() -> assertThat(others.connected()).isBetween(1L, (long) ROOM_FOR_OTHERS));
            await().until(() -> others.connected() == 0);
        }
    }

    /** With more than the kernel keeps for a client that reads nothing. */
    private static void fillTheirSockets(Broker broker, String job) throws Exception {
        for (int image = 0; image < 16; image++) {
            var preview = Happenings.preview(job, image, 1, 16_000);
            broker.write(Topic.PREVIEWS, job, preview.toByteArray());
        }
    }

    private static double cut(Gateway gateway, String cause) throws IOException {
        return gateway.meter("unstir_connections_cut_total{cause=\"%s\"".formatted(cause));
    }

    private static void awaitCut(Gateway gateway, String cause, int clients, long since, Duration limit) {
        await().atMost(limit.plus(LATE).minusNanos(System.nanoTime() - since))
                .untilAsserted(() -> assertThat(cut(gateway, cause)).as(cause).isEqualTo(clients));
    }

    /** Of the time until an answer, at 200 requests a second from when each was due: the median of three seconds. */
    private static Duration ninetyNinthOfHundred(Gateway gateway) {
        var seconds = IntStream.range(0, 3).mapToLong(_ -> ofOneSecond(gateway)).sorted();
        return Duration.ofNanos(seconds.toArray()[1]);
    }

    private static long ofOneSecond(Gateway gateway) {
        var times = new long[200];
        long due = System.nanoTime();
        for (int i = 0; i < times.length; i++) {
            due += TimeUnit.MILLISECONDS.toNanos(5);
            LockSupport.parkNanos(due - System.nanoTime());
            models(gateway);
            times[i] = System.nanoTime() - due;
        }
        Arrays.sort(times);
        return times[times.length - 1 - times.length / 100];
    }

    private static void models(Gateway gateway) {
        try (var body =
                gateway.open(HttpRequest.newBuilder(gateway.uri("/v1/models"))).body()) {
            body.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static String get(String path) {
        return "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path);
    }
}
