package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Requests of all kinds to every route of a gateway that wants keys and takes little on, by callers of two tenants and several
 * scopes: none fails it, and it answers as its document says. {@link Gateway} holds every answer against that.
 */
@ExtendWith(SharedGateway.class)
class KeyStormIT {
    private static final int REQUESTS = 1_500;
    private static final long SEED = Long.getLong("unstir.storm.seed", 20261127);
    private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a0000000d494844520000002000000010");

    /** What a body may be, and nearly so. */
    private static final Map<String, List<String>> BODIES = Map.of(
            "/v1/jobs",
            List.of("{\"prompt\":\"a\"}", "{\"prompt\":\"a\",\"n\":16}", "{\"prompt\":\"a\",\"priority\":\"bulk\"}"),
            "/v1/batches",
            List.of("{\"jobs\":[{\"prompt\":\"a\"}]}", "{\"jobs\":[{\"prompt\":\"a\"},{\"prompt\":7}]}"),
            "/v1/trainings",
            List.of("{\"config\":\"model: a\"}"),
            "/v1/keys",
            List.of(
                    "{\"name\":\"a\",\"scopes\":[\"read\"]}",
                    "{\"name\":\"b\",\"tenant\":\"storm-ann\",\"scopes\":[\"admin\"]}"),
            "/v1/models/{id}/retire",
            List.of("{\"reason\":\"no more\"}"));

    private static final List<String> ODD_BODIES = List.of(
            "", "{}", "[]", "null", "{\"prompt\":", "{\"a\":1,\"a\":2}", "\u0000", "{\"name\":{}}", "x".repeat(5_000));

    private static Broker broker;
    private static Gateway gateway;
    private static OpenApi openApi;

    private final Random random = new Random(SEED);
    private final Map<Integer, Integer> answers = new TreeMap<>();
    private final TreeSet<String> made = new TreeSet<>();
    /** Paths' parameters, of which more come with each thing that is made. */
    private final List<String> known = new ArrayList<>(List.of(
            "a".repeat(64),
            "none@1",
            "emoji",
            "0199c0de-0000-7000-8000-000000000000",
            "0123456789abcdef",
            "x",
            "%00",
            "a%20b",
            "'"));

    private final List<String> keys = new ArrayList<>();
    private final List<Optional<String>> callers = new ArrayList<>();

    @BeforeAll
    static void start(Broker sharedBroker, StorageServer storage) throws Exception {
        broker = sharedBroker;
        var settings = Map.of(
                "UNSTIR_AUTH_KEYS", "true",
                "UNSTIR_AUTH_ADMIN_KEY", GuardedGateways.ADMIN_KEY,
                "UNSTIR_LIMITS_JOBS_PER_KEY", "3",
                "UNSTIR_LIMITS_UPLOADS_PER_MINUTE_PER_KEY", "2",
                "UNSTIR_LIMITS_TRAININGS_PER_MINUTE_PER_KEY", "1",
                "UNSTIR_LIMITS_STREAMS_PER_KEY", "2");
        gateway = new Gateway(broker.bootstrapServers(), storage.url(), Path.of("target/key-storm-it.log"), settings)
                .awaitReady();
        openApi = gateway.openApi();
        for (var tenant : List.of("default", "storm-ann", "storm-ben")) {
            for (var list : List.of("jobs", "images", "trainings")) {
                storage.putIfAbsent(
                        tenant,
                        "/" + list,
                        "{\"%s\":[],\"next_cursor\":null}".formatted(list).getBytes(UTF_8));
            }
            storage.putIfAbsent(tenant, "/images/sample", "{\"images\":[]}".getBytes(UTF_8));
            storage.putIfAbsent(
                    tenant,
                    "/system/figures",
                    "{\"throughput\":[],\"latency\":[],\"failures\":[],\"usage\":[],\"verifications\":[]}"
                            .getBytes(UTF_8));
            storage.putIfAbsent(
                    tenant,
                    "/system",
                    "{\"queued\":0,\"processing\":0,\"steps_left\":0,\"oldest_queued_seconds\":0,\"samplers\":[]}"
                            .getBytes(UTF_8));
        }
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void nothingThatCallersSendFailsTheGateway() throws Exception {
        // Given
        callers.addAll(List.of(Optional.empty(), Optional.of("unstir_no_key"), Optional.of("a.b.c")));
        callers.add(Optional.of(GuardedGateways.ADMIN_KEY));
        for (var scopes :
                List.of(List.of("submit", "read", "train"), List.of("read"), List.of("submit"), List.of("admin"))) {
            callers.add(Optional.of(key("storm-ann", scopes)));
            callers.add(Optional.of(key("storm-ben", scopes)));
        }
        var routes = openApi.routes().stream()
                .filter(route -> !route.endsWith("/v1/images/generations"))
                .toList();

        // When
        for (int i = 0; i < REQUESTS; i++) {
            send(any(routes));
        }

        // Then
        System.out.println("answers: " + answers);
        assertThat(answers).as("answers").containsKeys(200, 201, 202, 400, 401, 403, 404, 415, 429);
        assertThat(answers.keySet()).allMatch(status -> status < 500);
        assertThat(made).contains("GET /v1/keys", "POST /v1/keys", "DELETE /v1/keys/{id}");
    }

    private void send(String route) throws Exception {
        String method = route.split(" ")[0];
        String template = route.split(" ")[1];
        String path = template;
        // A stream of a job that may be there waits until storage has read all events, which the one here never does.
        var ids = template.equals("/v1/jobs/{id}/events") ? List.of("x", "%00", "a%20b") : idsFor(template);
        while (path.contains("{")) {
            path = path.replaceFirst("\\{\\w+}", any(ids));
        }
        var request = HttpRequest.newBuilder(gateway.uri(path));
        any(callers).ifPresent(key -> request.headers(GuardedGateways.bearer(key)));
        if (method.equals("POST")) {
            post(template, request);
        } else {
            request.method(method, BodyPublishers.noBody());
        }
        int status = template.endsWith("/events") ? watch(route, request) : answer(request);
        answers.merge(status, 1, Integer::sum);
        if (status < 300) {
            made.add(route);
        }
    }

    private List<String> idsFor(String template) {
        return template.startsWith("/v1/keys/") && !keys.isEmpty() && random.nextBoolean() ? keys : known;
    }

    private void post(String template, HttpRequest.Builder request) {
        boolean image = template.equals("/v1/images");
        boolean odd = random.nextInt(3) == 0 || !image && !BODIES.containsKey(template);
        var type = random.nextInt(10) == 0 ? "text/plain" : image ? "image/png" : "application/json";
        request.header("Content-Type", type);
        if (random.nextInt(4) == 0) {
            request.header("Idempotency-Key", "key " + random.nextInt(5));
        }
        var body = odd
                ? any(ODD_BODIES).getBytes(UTF_8)
                : image ? PNG : any(BODIES.get(template)).getBytes(UTF_8);
        request.POST(BodyPublishers.ofByteArray(body));
    }

    private int answer(HttpRequest.Builder request) throws IOException {
        var response = gateway.send(request);
        assertThat(response.statusCode())
                .as("%s %s: %s", response.request().method(), response.uri(), new String(response.body(), UTF_8))
                .isLessThan(500);
        if (response.statusCode() == 429) {
            assertThat(response.headers().firstValue("Retry-After")).isPresent();
        }
        if (response.statusCode() == 201 || response.statusCode() == 202) {
            var id = json(response).path("id").asText();
            if (!id.isEmpty()) {
                (response.uri().getPath().equals("/v1/keys") ? keys : known).add(id);
            }
        }
        return response.statusCode();
    }

    /** A stream of events is not read to its end. */
    private int watch(String route, HttpRequest.Builder request) throws IOException {
        var response = gateway.open(request);
        response.body().close();
        int status = response.statusCode();
        var operation =
                openApi.document().at("/paths").path(route.split(" ")[1]).path("get");
        boolean noPath =
                status == 400 && response.headers().firstValue("Content-Type").isEmpty();
        assertThat(noPath || operation.at("/responses").has(Integer.toString(status)))
                .as("%s → %d", route, status)
                .isTrue();
        return status;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String key(String tenant, List<String> scopes) throws Exception {
        var key = GuardedGateways.key(broker, tenant, scopes);
        int known = scopes.contains("read") ? 200 : 403;
        await().until(() ->
                gateway.send(HttpRequest.newBuilder(gateway.uri("/v1/models")).headers(GuardedGateways.bearer(key)))
                                .statusCode()
                        == known);
        return key;
    }
}
