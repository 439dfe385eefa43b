package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static io.unstir.gateway.it.GatewayIT.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.unstir.gateway.auth.Scope;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobSubmitted;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route with the keys of two tenants: what is Ann's is there for her and, for Ben, as if it were not. */
@ExtendWith(SharedGateway.class)
class TenantsIT {
    private static final byte[] PNG =
            HexFormat.of().parseHex("89504e470d0a1a0a0000000d494844520000002000000010" + "a11ce0");
    /** Stands in all that is Ann's. */
    private static final String MARK = "annsquartzwalrus";

    private static final String IMAGE = "f1".repeat(32);
    private static final String UPLOAD = "f2".repeat(32);
    private static final String STORED_JOB = "0199c0de-0000-7000-8000-00000000f001";
    private static final String RERUN = "0199c0de-0000-7000-8000-00000000f002";
    private static final String STORED_TRAINING = "0199c0de-0000-7000-8000-00000000f003";
    private static final String JOB_BODY = "{\"prompt\":\"%s\"}".formatted(MARK);

    /** Things of Ann that the walk's paths name. */
    private static final Map<String, String> ANNS = new LinkedHashMap<>();

    /**
     * A request, and the statuses of the answers. Ann's comes second, so that hers cannot hide from Ben that it was there.
     *
     * @param scope which the route wants
     * @param path with the names of Ann's things in braces
     */
    private record Step(Scope scope, String path, String type, byte[] body, int ben, int ann) {
        static Step of(Scope scope, String path, int ben, int ann) {
            return new Step(scope, path, null, new byte[0], ben, ann);
        }

        static Step of(Scope scope, String path, String body, int ben, int ann) {
            return new Step(scope, path, "application/json", body.getBytes(UTF_8), ben, ann);
        }

        HttpRequest.Builder request(String route, Gateway gateway, String key) {
            var named = path;
            for (var thing : ANNS.entrySet()) {
                named = named.replace("{" + thing.getKey() + "}", thing.getValue());
            }
            var request = HttpRequest.newBuilder(gateway.uri(named))
                    .method(
                            method(route),
                            body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
            if (type != null) {
                request.header("Content-Type", type);
            }
            return key == null ? request : request.headers(GuardedGateways.bearer(key));
        }
    }

    /** By route; whoever adds a route says here who sees what of it. */
    private static final Map<String, Step> WALK = Map.ofEntries(
            entry("POST /v1/jobs", Step.of(Scope.SUBMIT, "/v1/jobs", initImage(), 422, 202)),
            entry("GET /v1/jobs", Step.of(Scope.READ, "/v1/jobs", 200, 200)),
            entry(
                    "POST /v1/batches",
                    Step.of(Scope.SUBMIT, "/v1/batches", "{\"jobs\":[" + initImage() + "]}", 422, 202)),
            entry("GET /v1/jobs/{id}", Step.of(Scope.READ, "/v1/jobs/{job}", 404, 200)),
            entry("GET /v1/jobs/{id}/events", Step.of(Scope.READ, "/v1/jobs/{stored}/events", 404, 200)),
            entry("POST /v1/jobs/{id}/cancel", Step.of(Scope.SUBMIT, "/v1/jobs/{job}/cancel", 404, 202)),
            entry("GET /v1/images", Step.of(Scope.READ, "/v1/images", 200, 200)),
            entry("POST /v1/images", new Step(Scope.SUBMIT, "/v1/images", "image/png", PNG, 201, 200)),
            entry("GET /v1/images/{sha256}", Step.of(Scope.READ, "/v1/images/" + IMAGE, 404, 200)),
            entry("GET /v1/images/{sha256}/lineage", Step.of(Scope.READ, "/v1/images/" + IMAGE + "/lineage", 404, 200)),
            entry(
                    "POST /v1/images/{sha256}/verify",
                    Step.of(Scope.SUBMIT, "/v1/images/" + IMAGE + "/verify", 404, 202)),
            entry("GET /v1/images/sample", Step.of(Scope.READ, "/v1/images/sample?count=3&seed=1", 200, 200)),
            entry("GET /v1/images/{sha256}/verify", Step.of(Scope.READ, "/v1/images/" + IMAGE + "/verify", 404, 200)),
            entry(
                    "GET /v1/images/{sha256}/verify/{job}",
                    Step.of(Scope.READ, "/v1/images/" + IMAGE + "/verify/" + RERUN, 404, 200)),
            entry("POST /v1/images/generations", Step.of(Scope.SUBMIT, "/v1/images/generations", "{}", 400, 400)),
            entry("GET /v1/models", Step.of(Scope.READ, "/v1/models", 200, 200)),
            entry("GET /v1/models/{id}", Step.of(Scope.READ, "/v1/models/emoji", 200, 200)),
            entry("POST /v1/models/{id}/retire", Step.of(Scope.ADMIN, "/v1/models/none@1/retire", 403, 403)),
            entry("POST /v1/trainings", Step.of(Scope.TRAIN, "/v1/trainings", "{\"config\":\"model: a\"}", 202, 202)),
            entry("GET /v1/trainings", Step.of(Scope.READ, "/v1/trainings", 200, 200)),
            entry("GET /v1/trainings/{id}", Step.of(Scope.READ, "/v1/trainings/{training}", 404, 200)),
            entry(
                    "GET /v1/trainings/{id}/events",
                    Step.of(Scope.READ, "/v1/trainings/" + STORED_TRAINING + "/events", 404, 200)),
            entry("POST /v1/trainings/{id}/cancel", Step.of(Scope.TRAIN, "/v1/trainings/{training}/cancel", 404, 202)),
            entry("GET /v1/webhooks/secret", Step.of(Scope.SUBMIT, "/v1/webhooks/secret", 200, 200)),
            entry("GET /v1/system", Step.of(Scope.READ, "/v1/system", 200, 200)),
            entry("GET /v1/system/figures", Step.of(Scope.READ, "/v1/system/figures", 200, 200)),
            entry("GET /v1/parked", Step.of(Scope.ADMIN, "/v1/parked", 403, 403)),
            entry("POST /v1/parked/{id}/retry", Step.of(Scope.ADMIN, "/v1/parked/{job}/retry", 403, 403)),
            entry("DELETE /v1/parked/{id}", Step.of(Scope.ADMIN, "/v1/parked/{job}", 403, 403)),
            entry("GET /v1/keys", Step.of(Scope.ADMIN, "/v1/keys", 403, 403)),
            entry("POST /v1/keys", Step.of(Scope.ADMIN, "/v1/keys", "{}", 403, 403)),
            entry("DELETE /v1/keys/{id}", Step.of(Scope.ADMIN, "/v1/keys/0123456789abcdef", 403, 403)));

    /** Keys with all scopes but one. */
    private static final Map<Scope, String> LACKING = new LinkedHashMap<>();

    private static Broker broker;
    private static StorageServer storage;
    private static Gateway gateway;
    private static String ann;
    private static String ben;

    @BeforeAll
    static void start(Broker sharedBroker, StorageServer sharedStorage, GuardedGateways gateways) throws Exception {
        broker = sharedBroker;
        storage = sharedStorage;
        gateway = gateways.first();
        ann = key("ann", List.of("submit", "read", "train"));
        ben = key("ben", List.of("submit", "read", "train"));
        store();
        gateway.send(new Step(Scope.SUBMIT, "/v1/images", "image/png", PNG, 201, 201).request("POST", gateway, ann));
        var headers = new String[] {"Authorization", "Bearer " + ann, "Idempotency-Key", "one"};
        ANNS.put(
                "job",
                json(gateway.post("/v1/jobs", JOB_BODY, headers)).get("id").textValue());
        ANNS.put("stored", STORED_JOB);
        var training = gateway.post("/v1/trainings", "{\"config\":\"model: a\"}", GuardedGateways.bearer(ann));
        ANNS.put("training", json(training).get("id").textValue());
    }

    static Stream<String> routes() {
        return WALK.keySet().stream().sorted();
    }

    @Test
    void noRouteIsLeftOut() throws Exception {
        // When
        var routes = gateway.openApi().routes();

        // Then
        routes.remove("GET /asyncapi");
        assertThat(routes).containsExactlyInAnyOrderElementsOf(WALK.keySet());
    }

    @ParameterizedTest
    @MethodSource("routes")
    void whatIsAnnsIsNotThereForBen(String route) throws Exception {
        // Given
        var step = WALK.get(route);

        // When
        var bens = gateway.send(step.request(route, gateway, ben));
        var anns = gateway.send(step.request(route, gateway, ann));

        // Then
        var told = new String(bens.body(), UTF_8);
        assertThat(bens.statusCode()).as(told).isEqualTo(step.ben());
        assertThat(anns.statusCode()).as(new String(anns.body(), UTF_8)).isEqualTo(step.ann());
        assertThat(told).doesNotContain(MARK);
        if (bens.statusCode() < 400) {
            assertThat(told).doesNotContain(ANNS.values()).doesNotContain(IMAGE);
        }
    }

    @Test
    void listsAndCountsAndSecretsAreTheTenantsOwn() throws Exception {
        for (var path : List.of(
                "/v1/jobs", "/v1/images", "/v1/trainings", "/v1/system", "/v1/system/figures", "/v1/webhooks/secret")) {
            // When
            var anns = json(get(path, ann));
            var bens = json(get(path, ben));

            // Then
            assertThat(anns).as(path).isNotEqualTo(bens);
        }
        assertThat(new String(get("/v1/jobs", ann).body(), UTF_8)).contains(MARK);
        assertThat(new String(get("/v1/images", ann).body(), UTF_8)).contains(MARK);
        assertThat(json(get("/v1/system", ben)).at("/queue/queued").intValue()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET %s", "HEAD %s", "GET %s?download", "GET %s?download=1"})
    void anImageIsItsTenantsHoweverItIsAskedFor(String asked) throws Exception {
        // Given one that was made and one that was uploaded
        var file = Arrays.copyOf(PNG, PNG.length + 1);
        gateway.send(new Step(Scope.SUBMIT, "/v1/images", "image/png", file, 0, 0).request("POST", gateway, ann));
        for (var sha256 : List.of(IMAGE, StorageServer.sha256(file))) {
            var method = asked.split(" ")[0];
            var path = asked.split(" ")[1].formatted("/v1/images/" + sha256);

            // When
            var bens = gateway.send(request(path, ben).method(method, BodyPublishers.noBody()));
            var anns = gateway.send(request(path, ann).method(method, BodyPublishers.noBody()));

            // Then
            assertThat(bens.statusCode()).as(asked).isEqualTo(404);
            assertThat(new String(bens.body(), UTF_8)).doesNotContain(MARK);
            assertThat(anns.statusCode()).as(asked).isEqualTo(200);
        }
    }

    @Test
    void whatCameOfAnImageIsLookedForAmongTheTenantsOwn() throws Exception {
        // When
        var bens = get("/v1/images?from=" + IMAGE, ben);
        var anns = get("/v1/images?from=" + IMAGE, ann);

        // Then
        assertThat(json(bens).get("images")).isEmpty();
        assertThat(json(anns).get("images")).hasSize(1);
    }

    @Test
    void aLiveJobIsWatchedByItsTenantOnly() throws Exception {
        // Given
        var id = json(gateway.post("/v1/jobs", JOB_BODY, GuardedGateways.bearer(ann)))
                .get("id")
                .textValue();
        var events = "/v1/jobs/%s/events".formatted(id);
        for (var tenant : List.of("ann", "ben")) {
            storage.put(tenant, "/jobs/%s/events".formatted(id), events("null").getBytes(UTF_8));
        }
        try (var anns = SseClient.at(gateway, events, GuardedGateways.bearer(ann))) {
            assertThat(anns.event().name()).isEqualTo("status");

            // When
            var before = get(events, ben);
            broker.write(Topic.JOB_EVENTS, id, Happenings.started(id, 1).toByteArray());
            assertThat(anns.event().name()).isEqualTo("status");
            var meanwhile = get(events, ben);
            broker.write(Topic.JOB_EVENTS, id, Happenings.succeeded(id, 1).toByteArray());

            // Then
            assertThat(anns.rest()).extracting(SseClient.Received::name).containsExactly("done");
            assertProblem(before, 404, "not-found", "id");
            assertProblem(meanwhile, 404, "not-found", "id");
            assertProblem(get(events, ben), 404, "not-found", "id");
        }
    }

    @Test
    void whatAnOpenAiClientAsksForIsItsTenantsJob() throws Exception {
        // When
        var answers = new LinkedHashMap<String, HttpResponse<byte[]>>();
        for (var key : List.of(ann, ben)) {
            answers.put(
                    key,
                    gateway.post(
                            "/v1/images/generations",
                            "{\"prompt\":\"%s\"}".formatted(MARK),
                            "Authorization",
                            "Bearer " + key,
                            "Idempotency-Key",
                            "generation"));
        }

        // Then
        var annsJob = unfinished(answers.get(ann));
        var bensJob = unfinished(answers.get(ben));
        assertThat(annsJob).isNotEqualTo(bensJob);
        assertThat(get("/v1/jobs/" + annsJob, ann).statusCode()).isEqualTo(200);
        assertThat(get("/v1/jobs/" + annsJob, ben).statusCode()).isEqualTo(404);
        assertThat(get("/v1/jobs/" + bensJob, ben).statusCode()).isEqualTo(200);
        assertThat(get("/v1/jobs/" + bensJob, ann).statusCode()).isEqualTo(404);
        assertThat(JobSubmitted.parseFrom(broker.only(bensJob, Topic.JOBS).value())
                        .getTenant())
                .isEqualTo("ben");
    }

    /** The job that was waited for in vain. */
    private static String unfinished(HttpResponse<byte[]> answer) throws Exception {
        assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(504);
        return json(answer).get("detail").textValue().split(" ")[1];
    }

    @Test
    void whereAJobsWebhookGoesIsNobodysToRead() throws Exception {
        // Given
        var body = "{\"prompt\":\"%s\",\"webhook\":{\"url\":\"https://8.8.8.8/token-of-ann\"}}".formatted(MARK);

        // When
        var accepted = gateway.post("/v1/jobs", body, GuardedGateways.bearer(ann));
        var id = json(accepted).get("id").textValue();

        // Then
        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(new String(accepted.body(), UTF_8)).doesNotContain("token-of-ann");
        assertThat(new String(get("/v1/jobs/" + id, ann).body(), UTF_8)).doesNotContain("token-of-ann");
        assertProblem(get("/v1/jobs/" + id, ben), 404, "not-found", "id");
    }

    @Test
    void oneIdempotencyKeyIsAnotherJobForEachTenant() throws Exception {
        // When
        var bens = gateway.post("/v1/jobs", JOB_BODY, "Authorization", "Bearer " + ben, "Idempotency-Key", "one");

        // Then
        assertThat(bens.statusCode()).isEqualTo(202);
        assertThat(json(bens).get("id").textValue()).isNotEqualTo(ANNS.get("job"));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void withoutAKeyNothingIsSaid(String route) throws Exception {
        // When
        var response = gateway.send(WALK.get(route).request(route, gateway, null));

        // Then
        assertProblem(response, 401, "unauthorized", "Authorization");
        assertThat(json(response).at("/errors/0/value").isNull()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyScopeButTheRoutesOwnIsNotEnough(String route) throws Exception {
        // Given
        var step = WALK.get(route);
        var lacking = LACKING.computeIfAbsent(step.scope(), TenantsIT::keyWithout);

        // When
        var response = gateway.send(step.request(route, gateway, lacking));

        // Then
        assertProblem(response, 403, "forbidden", "scope");
        assertThat(json(response).at("/errors/0/limit").textValue())
                .isEqualTo(step.scope().text());
        assertThat(json(response).at("/errors/0/value").textValue())
                .doesNotContain(step.scope().text());
    }

    private static String keyWithout(Scope scope) {
        var others = Stream.of(Scope.values())
                .filter(other -> other != scope)
                .map(Scope::text)
                .toList();
        try {
            return key("ann", others);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String key(String tenant, List<String> scopes) throws Exception {
        var key = GuardedGateways.key(broker, tenant, scopes);
        var known = scopes.contains("read") ? 200 : 403;
        await().until(() -> get("/v1/models", key).statusCode() == known);
        return key;
    }

    private static HttpResponse<byte[]> get(String path, String key) throws Exception {
        return gateway.send(request(path, key));
    }

    private static HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(gateway.uri(path)).headers(GuardedGateways.bearer(key));
    }

    private static String method(String route) {
        return route.split(" ")[0];
    }

    private static String initImage() {
        return "{\"prompt\":\"a\",\"init_image\":\"%s\"}".formatted(UPLOAD);
    }

    private static void store() {
        var job = GatewayIT.storedJob(STORED_JOB, "").replace("a heart", MARK);
        var training = """
                {"id": "%s", "status": "succeeded", "model": "%s", "step": 10, "total_steps": 20, "loss": 0.5,
                 "images_per_second": 3.5, "checkpoint": null, "error": null, "created_at": "2026-11-23T10:00:00Z",
                 "started_at": null, "completed_at": null}""".formatted(STORED_TRAINING, MARK);
        var documents = Map.ofEntries(
                entry("/jobs", "{\"jobs\":[%s],\"next_cursor\":null}".formatted(job)),
                entry("/jobs/" + STORED_JOB, job),
                entry("/jobs/%s/run".formatted(STORED_JOB), run(STORED_JOB)),
                entry("/verifications/" + RERUN, verification()),
                entry(
                        "/images/%s/verifications".formatted(IMAGE),
                        "{\"verifications\":[%s]}".formatted(verification())),
                entry("/images/sample", "{\"images\":[\"%s\"]}".formatted(IMAGE)),
                entry("/images", """
                        {"images":[{"sha256":"%s","job":"%s","index":0,"prompt":"%s","model":"emoji@1","width":32,"height":32,
                         "seed":1,"created_at":"2026-11-23T10:00:00Z"}],"next_cursor":null}""".formatted(IMAGE, STORED_JOB, MARK)),
                entry(
                        "/images/" + IMAGE,
                        "{\"sha256\":\"%s\",\"job_id\":\"%s\",\"index\":0}".formatted(IMAGE, STORED_JOB)),
                entry("/images/%s/lineage".formatted(IMAGE), """
                        {"nodes":[{"id":"%s","kind":"image","label":"%s","properties":{}}],"edges":[]}""".formatted(IMAGE, MARK)),
                entry("/blobs/" + IMAGE, MARK),
                entry("/blobs/" + UPLOAD, MARK),
                entry("/jobs/%s/events".formatted(STORED_JOB), events(job)),
                entry("/trainings", "{\"trainings\":[%s],\"next_cursor\":null}".formatted(training)),
                entry("/trainings/" + STORED_TRAINING, training),
                entry(
                        "/trainings/%s/events".formatted(STORED_TRAINING),
                        "{\"training\":%s,\"events\":[]}".formatted(training)),
                entry("/system", "{\"queued\":77,\"processing\":7,\"samplers\":[]}"),
                entry("/system/figures", """
                        {"throughput":[],"latency":[],"usage":[],"verifications":[],
                         "failures":[{"cause":"not-finite","model":"emoji@1","jobs":1,"for_example":"%s"}]}""".formatted(MARK)));
        documents.forEach((path, document) -> storage.put("ann", path, document.getBytes(UTF_8)));
        var nothing = Map.of(
                "/jobs", "{\"jobs\":[],\"next_cursor\":null}",
                "/images", "{\"images\":[],\"next_cursor\":null}",
                "/images/sample", "{\"images\":[]}",
                "/trainings", "{\"trainings\":[],\"next_cursor\":null}",
                "/system", "{\"queued\":1,\"processing\":0,\"samplers\":[]}",
                "/system/figures",
                        "{\"throughput\":[],\"latency\":[],\"failures\":[],\"usage\":[],\"verifications\":[]}");
        nothing.forEach((path, document) -> storage.put("ben", path, document.getBytes(UTF_8)));
        storage.put(
                "ben", "/jobs/%s/events".formatted(STORED_JOB), events("null").getBytes(UTF_8));
    }

    private static String events(String job) {
        return "{\"job\":%1$s,\"attempt\":0,\"events\":[],\"complete\":true,\"read_to\":{%2$s},\"submissions_read_to\":{%3$s}}"
                .formatted(job, StorageServer.EVERYTHING, StorageServer.ALL_SUBMISSIONS);
    }

    private static String verification() {
        return """
                {"image": "%s", "original": "%s", "job": "%s", "status": "failed", "outcome": "inconclusive", "error": "%s",
                 "original_device_class": "cpu", "requested_at": "2026-11-23T12:00:00Z",
                 "decided_at": "2026-11-23T12:00:02Z"}""".formatted(IMAGE, STORED_JOB, RERUN, MARK);
    }

    private static String run(String job) {
        return """
                {"id": "%s", "status": "succeeded", "error": null, "model": "gone", "version": "1", "checkpoint": "%s",
                 "request": {"prompt": "%s", "seed": "7", "image_count": 1, "solver": {"name": "ddim", "steps": 12}},
                 "images": [{"index": 0, "sha256": "%s", "device_class": "cpu"}]}""".formatted(job, "7".repeat(64), MARK, IMAGE);
    }
}
