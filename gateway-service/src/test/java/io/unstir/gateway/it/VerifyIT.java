package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static io.unstir.gateway.it.GatewayIT.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.Priority;
import io.unstir.proto.v1.VerifiedImage;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An image made again, and where it comes from. */
@ExtendWith(SharedGateway.class)
class VerifyIT {
    private static final String IMAGE = "5".repeat(64);
    private static final String OTHER_IMAGE = "6".repeat(64);
    private static final String CHECKPOINT = "7".repeat(64);
    private static final String JOB = "0199c0de-0000-7000-8000-00000000e001";
    private static final String AGAIN = "0199c0de-0000-7000-8000-00000000e002";
    private static final String REQUEST = """
            {"prompt": "a heart", "seed": "9007199254740991", "image_count": 2, "guidance_scale": 3.0,
             "solver": {"name": "ddim", "steps": 12}}""";

    private static Broker broker;
    private static StorageServer storage;
    private static Gateway gateway;

    @BeforeAll
    static void start(Broker sharedBroker, StorageServer sharedStorage, Gateway sharedGateway) {
        broker = sharedBroker;
        storage = sharedStorage;
        gateway = sharedGateway;
        put("/images/" + IMAGE, "{\"sha256\": \"%s\", \"job_id\": \"%s\", \"index\": 1}".formatted(IMAGE, JOB));
        put("/jobs/%s/run".formatted(JOB), run());
    }

    @Test
    void theSameRequestRunsAgainWithTheSameCheckpointThoughItIsPublishedNoMore() throws Exception {
        // When
        var response = gateway.post("/v1/images/%s/verify".formatted(IMAGE), "");

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        var verification = json(response);
        assertThat(verification.get("outcome").textValue()).isEqualTo("pending");
        assertThat(verification.get("original").textValue()).isEqualTo(JOB);
        var id = verification.get("job").textValue();
        var event = JobSubmitted.parseFrom(broker.only(id, Topic.JOBS).value());
        assertThat(event.getCheckpoint().getDigest()).isEqualTo(CHECKPOINT);
        assertThat(event.getRequest().getSeed()).isEqualTo(9007199254740991L);
        assertThat(event.getRequest().getImageCount()).isEqualTo(2);
        assertThat(json(gateway.get("/v1/jobs/" + id)).get("status").textValue())
                .isEqualTo("queued");
        assertThat(json(gateway.get(verification.at("/urls/self").textValue()))).isEqualTo(verification);
    }

    @Test
    void theJobSaysWhatItVerifiesSoThatTheOutcomeIsRecordedWhoeverWaits() throws Exception {
        // When
        var bulk = json(gateway.post("/v1/images/%s/verify?priority=bulk".formatted(IMAGE), ""));

        // Then
        var id = bulk.get("job").textValue();
        var event = JobSubmitted.parseFrom(broker.only(id, Topic.JOBS_BULK).value());
        assertThat(event.getVerifies())
                .isEqualTo(VerifiedImage.newBuilder()
                        .setSha256(IMAGE)
                        .setJobId(JOB)
                        .setIndex(1)
                        .setDeviceClass("avx2")
                        .build());
        assertThat(event.getRequest().getPriority()).isEqualTo(Priority.BULK);
        assertProblem(
                gateway.post("/v1/images/%s/verify?priority=slow".formatted(IMAGE), ""),
                400,
                "invalid-request",
                "priority");
    }

    @Test
    void theSameBytesAreEqual() throws Exception {
        var equal = outcome(
                "succeeded", "\"equal\"", "\"actual\": \"%s\", \"actual_device_class\": \"avx2\"".formatted(IMAGE));

        assertThat(equal.get("outcome").textValue()).isEqualTo("equal");
        assertThat(equal.get("report").textValue()).isEqualTo("Made again, the file has the same SHA-256.");
        assertThat(equal.get("decided_at").textValue()).isEqualTo("2026-11-23T12:00:02Z");
    }

    @Test
    void onAnotherDeviceClassTheReportSaysHowFarApartThePixelsAre() throws Exception {
        // Given
        var made = "\"actual\": \"%s\", \"actual_device_class\": \"cuda\"".formatted(OTHER_IMAGE);

        // When
        var fresh = outcome("succeeded", "\"different\"", made);
        var compared = outcome("succeeded", "\"different\"", made + ", \"largest_difference\": 3");
        var gone = outcome(
                "succeeded", "\"different\"", made + ", \"not_compared\": \"one of the files is gone or damaged\"");
        var same = outcome("succeeded", "\"different\"", made.replace("cuda", "avx2") + ", \"largest_difference\": 0");

        // Then
        var place = "Made again on another device class, for which equality is not promised (avx2 before, cuda now),"
                + " the file has another SHA-256; ";
        assertThat(compared.get("actual").textValue()).isEqualTo(OTHER_IMAGE);
        assertThat(compared.get("original_device_class").textValue()).isEqualTo("avx2");
        assertThat(compared.get("actual_device_class").textValue()).isEqualTo("cuda");
        assertThat(compared.get("largest_difference").intValue()).isEqualTo(3);
        assertThat(fresh.get("largest_difference").isNull()).isTrue();
        assertThat(report(fresh)).isEqualTo(place + "the pictures are being compared.");
        assertThat(report(compared)).isEqualTo(place + "the largest difference of a pixel is 3 of 255.");
        assertThat(report(gone))
                .isEqualTo(place + "the pictures could not be compared: one of the files is gone or damaged.");
        assertThat(report(same))
                .isEqualTo("Made again on the same device class, the file has another SHA-256;"
                        + " the pictures are the same, pixel by pixel.");
    }

    @Test
    void aJobThatFailedProvesNothing() throws Exception {
        var failed = outcome("failed", "\"inconclusive\"", "\"error\": \"It did not work.\"");

        assertThat(failed.get("outcome").textValue()).isEqualTo("inconclusive");
        assertThat(report(failed))
                .isEqualTo("Nothing is proven: the job that should make it again failed, It did not work.");
        assertThat(report(outcome("processing", "\"pending\"", "\"error\": null")))
                .isEqualTo("Not made again yet.");
    }

    @Test
    void anImagesVerificationsAreListed() throws Exception {
        // Given
        put("/images/%s/verifications".formatted(IMAGE), """
                {"verifications": [%s, %s]}""".formatted(
                        verification("succeeded", "\"equal\"", "\"actual\": \"%s\"".formatted(IMAGE)),
                        verification("failed", "\"inconclusive\"", "\"error\": null")));

        // When
        var all = json(gateway.get("/v1/images/%s/verify".formatted(IMAGE)));

        // Then
        assertThat(all.at("/verifications/0/outcome").textValue()).isEqualTo("equal");
        assertThat(all.at("/verifications/0/urls/job").textValue()).isEqualTo("/v1/jobs/" + AGAIN);
        assertThat(all.at("/verifications/1/outcome").textValue()).isEqualTo("inconclusive");
        assertProblem(gateway.get("/v1/images/%s/verify".formatted("8".repeat(64))), 404, "not-found", "sha256");
    }

    @Test
    void aJobThatVerifiesAnotherImageOrNoneIsNoVerificationOfThisOne() throws Exception {
        // Given
        outcome("succeeded", "\"equal\"", "\"actual\": \"%s\"".formatted(IMAGE));
        put("/images/" + OTHER_IMAGE, "{\"sha256\": \"%s\", \"job_id\": \"%s\"}".formatted(OTHER_IMAGE, JOB));
        var plain = json(gateway.post("/v1/jobs", "{\"prompt\": \"a heart\"}"))
                .get("id")
                .textValue();

        // When, then
        assertProblem(gateway.get("/v1/images/%s/verify/%s".formatted(OTHER_IMAGE, AGAIN)), 404, "not-found", "job");
        assertProblem(gateway.get("/v1/images/%s/verify/%s".formatted(IMAGE, plain)), 404, "not-found", "job");
        assertProblem(gateway.get("/v1/images/%s/verify/%s".formatted(IMAGE, JOB)), 404, "not-found", "job");
    }

    @Test
    void someImagesAreDrawnAtRandomByASeed() throws Exception {
        // Given
        put("/images/sample", "{\"images\": [\"%s\", \"%s\"]}".formatted(IMAGE, OTHER_IMAGE));

        // When
        var drawn = json(gateway.get("/v1/images/sample?count=2&seed=7"));

        // Then
        assertThat(drawn.toString()).isEqualTo("{\"seed\":7,\"images\":[\"%s\",\"%s\"]}".formatted(IMAGE, OTHER_IMAGE));
        assertThat(json(gateway.get("/v1/images/sample")).get("seed").longValue())
                .isBetween(0L, (1L << 53) - 1);
        assertProblem(gateway.get("/v1/images/sample?count=1001"), 400, "invalid-request", "count");
        assertProblem(gateway.get("/v1/images/sample?seed=-1"), 400, "invalid-request", "seed");
    }

    @Test
    void anImageThatNoJobMadeCanNotBeVerified() throws Exception {
        assertProblem(gateway.post("/v1/images/%s/verify".formatted("8".repeat(64)), ""), 404, "not-found", "sha256");
        assertProblem(gateway.get("/v1/images/%s/lineage".formatted("8".repeat(64))), 404, "not-found", "sha256");
        assertProblem(gateway.get("/v1/images/short/lineage"), 400, "invalid-request", "sha256");
    }

    @Test
    void theLineageIsWhatStorageKnows() throws Exception {
        // Given
        var lineage = """
                {"nodes": [{"id": "%s", "kind": "image", "label": "image 1", "properties": {"index": 1}}],
                 "edges": [{"from": "a", "to": "b"}]}""".formatted(IMAGE);
        put("/images/%s/lineage".formatted(IMAGE), lineage);

        // When
        var response = gateway.get("/v1/images/%s/lineage".formatted(IMAGE));

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).at("/nodes/0/properties/index").intValue()).isEqualTo(1);
        assertThat(json(response).at("/edges/0/from").textValue()).isEqualTo("a");
    }

    private static String report(JsonNode verification) {
        return verification.get("report").textValue();
    }

    private static JsonNode outcome(String status, String outcome, String more) throws IOException {
        put("/verifications/" + AGAIN, verification(status, outcome, more));
        return json(gateway.get("/v1/images/%s/verify/%s".formatted(IMAGE, AGAIN)));
    }

    private static String verification(String status, String outcome, String more) {
        return """
                {"image": "%s", "original": "%s", "job": "%s", "status": "%s", "outcome": %s,
                 "original_device_class": "avx2", "requested_at": "2026-11-23T12:00:00Z",
                 "decided_at": "2026-11-23T12:00:02Z", %s}""".formatted(IMAGE, JOB, AGAIN, status, outcome, more);
    }

    private static String run() {
        return """
                {"id": "%s", "status": "succeeded", "error": null, "model": "gone", "version": "1", "checkpoint": "%s",
                 "request": %s, "images": [{"index": 1, "sha256": "%s", "device_class": "avx2"}]}""".formatted(JOB, CHECKPOINT, REQUEST, IMAGE);
    }

    private static void put(String path, String document) {
        storage.put(path, document.getBytes(UTF_8));
    }
}
