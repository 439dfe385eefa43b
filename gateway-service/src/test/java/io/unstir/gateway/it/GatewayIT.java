package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.unstir.gateway.publish.SubmissionId;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.TrainingRequested;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped gateway between a real broker and a storage service's documents: jobs, models, trainings, images, refusals. */
@ExtendWith(SharedGateway.class)
class GatewayIT {
    private static final String OLD_DIGEST = SharedGateway.OLD_DIGEST;
    private static final String NEW_DIGEST = SharedGateway.NEW_DIGEST;
    private static final String IMAGE = "c".repeat(64);
    private static final String MODEL_FILE = "d".repeat(64);

    private static Broker broker;
    private static StorageServer storage;
    private static Gateway gateway;

    @BeforeAll
    static void start(Broker sharedBroker, StorageServer sharedStorage, Gateway sharedGateway) {
        broker = sharedBroker;
        storage = sharedStorage;
        gateway = sharedGateway;
        storage.put(
                "/images/" + IMAGE,
                "{\"sha256\":\"%s\",\"job_id\":\"j\"}".formatted(IMAGE).getBytes(UTF_8));
        storage.put("/blobs/" + IMAGE, "the PNG".getBytes(UTF_8));
        storage.put("/blobs/" + MODEL_FILE, "weights".getBytes(UTF_8));
    }

    @Test
    void anAcceptedJobIsOnTheTopicWhenTheAnswerComes() throws Exception {
        // Given
        var body = """
                {"prompt": "ein rotes Herz \\u2764\\ufe0f", "n": 2, "seed": 9007199254740991, "steps": 12, "solver": "ddpm",
                 "guidance_scale": 4.5, "negative_prompt": "blue", "model": "emoji@1"}""";

        // When
        var response = gateway.post("/v1/jobs", body);

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        var job = json(response);
        var id = job.get("id").textValue();
        assertThat(response.headers().firstValue("Location")).hasValue("/v1/jobs/" + id);
        var record = broker.only(id, Topic.JOBS);
        var event = JobSubmitted.parseFrom(record.value());
        assertThat(event.getJobId()).isEqualTo(id);
        assertThat(event.getCheckpoint().getDigest()).isEqualTo(OLD_DIGEST);
        assertThat(event.getRequest().getPrompt()).isEqualTo("ein rotes Herz ❤️");
        assertThat(event.getRequest().getNegativePrompt()).isEqualTo("blue");
        assertThat(event.getRequest().getSeed()).isEqualTo(9007199254740991L);
        assertThat(event.getRequest().getImageCount()).isEqualTo(2);
        assertThat(event.getRequest().getSolver().getSteps()).isEqualTo(12);
        assertThat(event.getRequest().getSolver().getTimestepSpacing()).isEqualTo("trailing");
        assertThat(header(record, "ce_type")).isEqualTo("io.unstir.v1.JobSubmitted");
        assertThat(header(record, "ce_source")).isEqualTo("/unstir/gateway");
        assertThat(header(record, "ce_subject")).isEqualTo(id);
        assertThat(header(record, "ce_id")).isEqualTo(id + "/submitted");
        assertThat(job.at("/status").textValue()).isEqualTo("queued");
        assertThat(job.at("/model").textValue()).isEqualTo("emoji@1");
        assertThat(job.at("/input/seed").longValue()).isEqualTo(9007199254740991L);
        assertThat(job.at("/input/guidance_scale").doubleValue()).isEqualTo(4.5);
        assertThat(job.at("/progress/steps_total").intValue()).isEqualTo(24);
        assertThat(job.at("/urls/self").textValue()).isEqualTo("/v1/jobs/" + id);
        assertThat(job.at("/urls/cancel").textValue()).isEqualTo("/v1/jobs/" + id + "/cancel");
    }

    @Test
    void whatIsLeftOutComesFromTheNewestModelThatIsNotRetired() throws Exception {
        // When
        var job = json(gateway.post("/v1/jobs", "{\"prompt\":\"a heart\",\"model\":\"emoji\"}"));

        // Then
        assertThat(job.at("/model").textValue()).isEqualTo("emoji@2");
        assertThat(job.at("/checkpoint").textValue()).isEqualTo(NEW_DIGEST);
        assertThat(job.at("/input/steps").intValue()).isEqualTo(30);
        assertThat(job.at("/input/solver").textValue()).isEqualTo("ddim");
        assertThat(job.at("/input/n").intValue()).isEqualTo(1);
        assertThat(job.at("/input/seed").longValue()).isBetween(0L, 1L << 32);
    }

    @Test
    void aJobCanBeReadRightAfterItWasAccepted() throws Exception {
        // Given
        var accepted = json(gateway.post("/v1/jobs", "{\"prompt\":\"a heart\"}"));

        // When
        var read = gateway.get(accepted.at("/urls/self").textValue());

        // Then
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(json(read)).isEqualTo(accepted);
    }

    @Test
    void aJobThatStorageKnowsIsReadFromStorage() throws Exception {
        // Given
        var id = json(gateway.post("/v1/jobs", "{\"prompt\":\"a heart\"}"))
                .at("/id")
                .textValue();
        storage.put("/jobs/" + id, storedJob(id, "").getBytes(UTF_8));

        // When
        var job = json(gateway.get("/v1/jobs/" + id));

        // Then
        assertThat(job.at("/status").textValue()).isEqualTo("succeeded");
        assertThat(job.at("/images/0/url").textValue()).isEqualTo("/v1/images/" + IMAGE);
        assertThat(job.at("/urls/self").textValue()).isEqualTo("/v1/jobs/" + id);
        assertThat(job.at("/completed_at").textValue()).isEqualTo("2026-11-23T10:00:02.250Z");
        assertThat(job.has("request_digest")).isFalse();
    }

    @Test
    void theSameKeyAndBodyGiveTheSameJobOnce() throws Exception {
        // Given
        var first = gateway.post("/v1/jobs", "{\"prompt\":\"a heart\",\"n\":2}", "Idempotency-Key", "order-1");

        // When
        var second = gateway.post("/v1/jobs", "{ \"n\" : 2, \"prompt\" : \"a heart\" }", "Idempotency-Key", "order-1");

        // Then
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(json(second)).isEqualTo(json(first));
        var id = json(first).at("/id").textValue();
        assertThat(broker.read(Topic.JOBS))
                .filteredOn(record -> record.key().equals(id))
                .hasSize(1);
    }

    @Test
    void theSameKeyWithAnotherBodyIsRefused() throws Exception {
        // Given
        gateway.post("/v1/jobs", "{\"prompt\":\"a heart\"}", "Idempotency-Key", "order-2");

        // When
        var second = gateway.post("/v1/jobs", "{\"prompt\":\"a star\"}", "Idempotency-Key", "order-2");

        // Then
        assertProblem(second, 422, "idempotency-key-reused", "Idempotency-Key");
    }

    @Test
    void aKeyThatOnlyStorageRemembersIsRefusedForAnotherBody() throws Exception {
        // Given
        var id = "ea03b9ed-2f56-5ed6-8f5c-27c0c8b3eb4c";
        var known = SubmissionId.of("default", "order-3").toString();
        storage.put(
                "/jobs/" + known,
                storedJob(known, "\"request_digest\":\"" + id + "\",").getBytes(UTF_8));

        // When
        var response = gateway.post("/v1/jobs", "{\"prompt\":\"a star\"}", "Idempotency-Key", "order-3");

        // Then
        assertProblem(response, 422, "idempotency-key-reused", "Idempotency-Key");
    }

    @Test
    void anImageIsServedToBeKeptForEver() throws Exception {
        // When
        var response = gateway.get("/v1/images/" + IMAGE);

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("the PNG".getBytes(UTF_8));
        assertThat(response.headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(response.headers().firstValue("Content-Length")).hasValue("7");
        assertThat(response.headers().firstValue("ETag")).hasValue("\"" + IMAGE + "\"");
        assertThat(response.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("immutable"));
    }

    @Test
    void anImageCanBeAskedForWithoutItsBytes() throws Exception {
        // When
        var response = gateway.send(
                HttpRequest.newBuilder(gateway.uri("/v1/images/" + IMAGE)).method("HEAD", BodyPublishers.noBody()));

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(response.headers().firstValue("ETag")).hasValue("\"" + IMAGE + "\"");
    }

    @Test
    void aWrongMethodIsToldTheRightOnes() throws Exception {
        // When
        var jobs = gateway.send(HttpRequest.newBuilder(gateway.uri("/v1/jobs")).DELETE());
        var batches = gateway.get("/v1/batches");
        var models = gateway.post("/v1/models", "{}");

        // Then
        assertProblem(batches, 405, "method-not-allowed", null);
        assertThat(batches.headers().firstValue("Allow")).hasValue("POST");
        assertThat(jobs.headers().firstValue("Allow")).hasValue("GET, HEAD, POST");
        assertThat(models.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @Test
    void anImageTheClientHasIsNotSentAgain() throws Exception {
        // When
        var response = gateway.send(HttpRequest.newBuilder(gateway.uri("/v1/images/" + IMAGE))
                .header("If-None-Match", "\"" + IMAGE + "\""));

        // Then
        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void aBlobThatIsNoImageIsNotServed() throws Exception {
        // When
        var response = gateway.get("/v1/images/" + MODEL_FILE);

        // Then
        assertProblem(response, 404, "not-found", "sha256");
    }

    @Test
    void modelsAreListedNewestFirst() throws Exception {
        // When
        var models = json(gateway.get("/v1/models")).get("models");

        // Then
        assertThat(StreamSupport.stream(models.spliterator(), false)
                        .map(model -> model.get("id").textValue()))
                .containsSubsequence("emoji@2", "emoji@1")
                .doesNotContain("emoji@3");
        var newest = StreamSupport.stream(models.spliterator(), false)
                .filter(model -> model.get("id").textValue().equals("emoji@2"))
                .findFirst()
                .orElseThrow();
        assertThat(newest.at("/digest").textValue()).isEqualTo(NEW_DIGEST);
        assertThat(newest.at("/sample/height").intValue()).isEqualTo(32);
        assertThat(newest.at("/defaults/guidance_scale").doubleValue()).isEqualTo(3);
        assertThat(newest.at("/text").booleanValue()).isTrue();
        assertThat(newest.at("/dataset_licence").textValue()).isEqualTo("Apache-2.0");
    }

    @Test
    void aModelPublishedLaterIsKnownSoon() throws Exception {
        // When
        broker.write(
                Topic.CHECKPOINTS,
                "faces@1",
                TestModels.published("faces", "1", "f".repeat(64)).toByteArray());

        // Then
        await().until(() -> gateway.post("/v1/jobs", "{\"prompt\":\"x\",\"model\":\"faces\"}")
                        .statusCode()
                == 202);
    }

    @Test
    void anAcceptedTrainingIsOnTheTopicAndCanBeRead() throws Exception {
        // When
        var response = gateway.post("/v1/trainings", "{\"config\":\"model: tiny\\n\"}");

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        var training = json(response);
        var id = training.at("/id").textValue();
        var record = broker.only(id, Topic.TRAININGS);
        assertThat(TrainingRequested.parseFrom(record.value()).getConfigYaml()).isEqualTo("model: tiny\n");
        assertThat(header(record, "ce_type")).isEqualTo("io.unstir.v1.TrainingRequested");
        assertThat(json(gateway.get("/v1/trainings/" + id))).isEqualTo(training);
        assertThat(training.at("/status").textValue()).isEqualTo("queued");
    }

    @Test
    void openApiDescribesEveryPath() throws Exception {
        // When
        var response = gateway.get("/q/openapi?format=json");

        // Then
        assertThat(json(response).get("paths").fieldNames())
                .toIterable()
                .contains(
                        "/v1/batches",
                        "/v1/jobs",
                        "/v1/jobs/{id}",
                        "/v1/jobs/{id}/cancel",
                        "/v1/jobs/{id}/events",
                        "/v1/images",
                        "/v1/images/sample",
                        "/v1/images/{sha256}",
                        "/v1/images/{sha256}/lineage",
                        "/v1/images/{sha256}/verify",
                        "/v1/images/{sha256}/verify/{job}",
                        "/v1/models",
                        "/v1/system",
                        "/v1/trainings",
                        "/v1/trainings/{id}");
        assertThat(json(response).at("/components/schemas/Job/properties").fieldNames())
                .toIterable()
                .contains("created_at");
    }

    static Stream<Arguments> refusedJobs() {
        return Stream.of(
                Arguments.of("", 400, "malformed-json", null),
                Arguments.of("{\"prompt\":", 400, "malformed-json", null),
                Arguments.of("{\"prompt\":\"a\"} x", 400, "malformed-json", null),
                Arguments.of("{\"prompt\":\"a\",\"prompt\":\"b\"}", 400, "malformed-json", null),
                Arguments.of("[".repeat(5000), 400, "malformed-json", null),
                Arguments.of("[]", 400, "invalid-request", ""),
                Arguments.of("null", 400, "invalid-request", ""),
                Arguments.of("{}", 400, "invalid-request", "prompt"),
                Arguments.of("{\"prompt\":\"\"}", 400, "invalid-request", "prompt"),
                Arguments.of("{\"prompt\":null}", 400, "invalid-request", "prompt"),
                Arguments.of("{\"prompt\":7}", 400, "invalid-request", "prompt"),
                Arguments.of("{\"prompt\":\"" + "x".repeat(2001) + "\"}", 400, "invalid-request", "prompt"),
                Arguments.of("{\"prompt\":\"" + "x".repeat(100_000) + "\"}", 400, "invalid-request", "prompt"),
                Arguments.of("{\"prompt\":\"a\\u0000b\"}", 400, "invalid-request", "prompt"),
                Arguments.of("{\"prompt\":\"a\\ud83d\"}", 400, "invalid-request", "prompt"),
                Arguments.of("{\"prompt\":\"a\",\"steps\":0}", 400, "invalid-request", "steps"),
                Arguments.of("{\"prompt\":\"a\",\"steps\":1001}", 400, "invalid-request", "steps"),
                Arguments.of("{\"prompt\":\"a\",\"steps\":401}", 400, "invalid-request", "steps"),
                Arguments.of("{\"prompt\":\"a\",\"steps\":\"ten\"}", 400, "invalid-request", "steps"),
                Arguments.of("{\"prompt\":\"a\",\"steps\":1.5}", 400, "invalid-request", "steps"),
                Arguments.of("{\"prompt\":\"a\",\"steps\":{\"a\":1}}", 400, "invalid-request", "steps"),
                Arguments.of("{\"prompt\":\"a\",\"n\":17}", 400, "invalid-request", "n"),
                Arguments.of("{\"prompt\":\"a\",\"seed\":-1}", 400, "invalid-request", "seed"),
                Arguments.of("{\"prompt\":\"a\",\"seed\":9007199254740992}", 400, "invalid-request", "seed"),
                Arguments.of("{\"prompt\":\"a\",\"seed\":1" + "0".repeat(300) + "}", 400, "invalid-request", "seed"),
                Arguments.of("{\"prompt\":\"a\",\"solver\":\"plms\"}", 400, "invalid-request", "solver"),
                Arguments.of("{\"prompt\":\"a\",\"guidance_scale\":0.5}", 400, "invalid-request", "guidance_scale"),
                Arguments.of("{\"prompt\":\"a\",\"guidance_scale\":1e999}", 400, "invalid-request", "guidance_scale"),
                Arguments.of("{\"prompt\":\"a\",\"eta\":1.1}", 400, "invalid-request", "eta"),
                Arguments.of("{\"prompt\":\"a\",\"promt\":\"b\"}", 400, "invalid-request", "promt"),
                Arguments.of("{\"prompt\":\"a\",\"model\":\"nope\"}", 422, "unknown-model", "model"),
                Arguments.of("{\"prompt\":\"a\",\"model\":\"emoji@3\"}", 422, "unknown-model", "model"),
                Arguments.of("{\"prompt\":\"" + "x".repeat(1 << 20) + "\"}", 413, "body-too-large", ""),
                Arguments.of("{\"prompt\":\"" + "x".repeat(12 << 20) + "\"}", 413, "body-too-large", ""));
    }

    @ParameterizedTest
    @MethodSource("refusedJobs")
    void aWrongJobIsRefusedByName(String body, int status, String code, String field) throws Exception {
        // When
        var response = gateway.post("/v1/jobs", body);

        // Then
        assertProblem(response, status, code, field);
    }

    @Test
    void everythingWrongIsToldAtOnce() throws Exception {
        // When
        var response = gateway.post("/v1/jobs", "{\"steps\":0,\"n\":\"two\",\"cfg\":1}");

        // Then
        assertProblem(response, 400, "invalid-request", null);
        assertThat(json(response).get("errors").findValuesAsText("field"))
                .containsExactly("prompt", "n", "steps", "cfg");
        assertThat(json(response).get("errors").findValuesAsText("limit"))
                .allSatisfy(limit -> assertThat(limit).isNotBlank());
    }

    @Test
    void aRefusedValueIsShownShortAndHarmless() throws Exception {
        // When
        var response = gateway.post("/v1/jobs", "{\"prompt\":\"a\",\"solver\":\"\\u001b[31m" + "y".repeat(500) + "\"}");

        // Then
        var value = json(response).at("/errors/0/value").textValue();
        assertThat(value).startsWith("\\u001b[31myyy").hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void theKnownModelsAreNamedToWhoAsksForAnother() throws Exception {
        // When
        var response = gateway.post("/v1/jobs", "{\"prompt\":\"a\",\"model\":\"nope\"}");

        // Then
        assertThat(json(response).at("/errors/0/value").textValue()).isEqualTo("nope");
        assertThat(json(response).at("/errors/0/limit").textValue()).contains("emoji@2", "emoji@1");
    }

    static Stream<Arguments> refusedRequests() {
        return Stream.of(
                Arguments.of("GET", "/nothing/here", "", 404, "not-found"),
                Arguments.of("GET", "/v1", "", 404, "not-found"),
                Arguments.of("GET", "/v1/nothing", "", 404, "not-found"),
                Arguments.of("GET", "/v1/jobs/not-a-uuid", "", 404, "not-found"),
                Arguments.of("GET", "/v1/jobs/0199c0de-0000-7000-8000-000000000000", "", 404, "not-found"),
                Arguments.of("GET", "/v1/jobs/..%2F..%2Fblobs", "", 404, "not-found"),
                Arguments.of("GET", "/v1/trainings/0199c0de-0000-7000-8000-000000000000", "", 404, "not-found"),
                Arguments.of("GET", "/v1/images/short", "", 400, "invalid-request"),
                Arguments.of("GET", "/v1/images/" + "C".repeat(64), "", 400, "invalid-request"),
                Arguments.of("GET", "/v1/images/" + "9".repeat(64), "", 404, "not-found"),
                Arguments.of("DELETE", "/v1/jobs", "", 405, "method-not-allowed"),
                Arguments.of("PUT", "/v1/models", "{}", 405, "method-not-allowed"),
                Arguments.of("DELETE", "/v1/images", "", 405, "method-not-allowed"),
                Arguments.of("POST", "/v1/trainings", "{\"config\":\"\"}", 400, "invalid-request"),
                Arguments.of("POST", "/v1/trainings", "{}", 400, "invalid-request"),
                Arguments.of(
                        "POST",
                        "/v1/trainings",
                        "{\"config\":\"" + "é".repeat(32 * 1024 + 1) + "\"}",
                        400,
                        "invalid-request"));
    }

    @ParameterizedTest
    @MethodSource("refusedRequests")
    void aWrongRequestIsRefusedWithAProblemDocument(String method, String path, String body, int status, String code)
            throws Exception {
        // When
        var response = gateway.send(HttpRequest.newBuilder(gateway.uri(path))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));

        // Then
        assertProblem(response, status, code, null);
    }

    @Test
    void anotherContentTypeIsRefused() throws Exception {
        // When
        var response = gateway.send(HttpRequest.newBuilder(gateway.uri("/v1/jobs"))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{\"prompt\":\"a\"}")));

        // Then
        assertProblem(response, 415, "unsupported-media-type", null);
    }

    @Test
    void anotherAcceptIsRefused() throws Exception {
        // When
        var response =
                gateway.send(HttpRequest.newBuilder(gateway.uri("/v1/models")).header("Accept", "text/html"));

        // Then
        assertProblem(response, 406, "not-acceptable", null);
    }

    @Test
    void anIdempotencyKeyOutOfItsLimitIsRefused() throws Exception {
        // When
        var response = gateway.post("/v1/jobs", "{\"prompt\":\"a\"}", "Idempotency-Key", "k".repeat(256));

        // Then
        assertProblem(response, 400, "invalid-request", "Idempotency-Key");
    }

    static void assertProblem(HttpResponse<byte[]> response, int status, String code, String field) throws Exception {
        assertThat(response.headers().firstValue("Content-Type"))
                .as("%s %s", response.statusCode(), new String(response.body(), UTF_8))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        JsonNode problem = json(response);
        assertThat(response.statusCode()).as(problem.toString()).isEqualTo(status);
        assertThat(problem.get("status").intValue()).isEqualTo(status);
        assertThat(problem.get("code").textValue()).isEqualTo(code);
        assertThat(problem.get("type").textValue()).isEqualTo("https://unstir.io/problems/" + code);
        assertThat(problem.get("title").textValue()).isNotBlank();
        assertThat(problem.get("detail").textValue()).isNotBlank();
        assertThat(problem.toString()).doesNotContain("java.", "Exception", "fasterxml", "\tat ");
        if (field != null) {
            assertThat(problem.get("errors").findValuesAsText("field")).containsExactly(field);
        }
    }

    static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    static String storedJob(String id, String more) {
        return """
                {"id":"%s","status":"succeeded","model":"emoji@2","checkpoint":"%s",%s
                 "input":{"prompt":"a heart","negative_prompt":"","n":1,"seed":7,"steps":30,"solver":"ddim","guidance_scale":3.0,"eta":0.0,
                          "timestep_spacing":"trailing"},
                 "progress":{"value":1.0,"steps_done":30,"steps_total":30},
                 "images":[{"index":0,"sha256":"%s","width":32,"height":32,"seed":7}],"error":null,
                 "created_at":"2026-11-23T10:00:00Z","started_at":"2026-11-23T10:00:01Z","completed_at":"2026-11-23T10:00:02.250Z"}""".formatted(id, NEW_DIGEST, more, IMAGE);
    }
}
