package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static io.unstir.gateway.it.GatewayIT.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobSubmitted;
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
        put("/jobs/%s/run".formatted(JOB), run(JOB, "succeeded", REQUEST, IMAGE));
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
    void theSameBytesAreEqualAndOthersAreDifferent() throws Exception {
        assertThat(outcome("succeeded", REQUEST, IMAGE).get("outcome").textValue())
                .isEqualTo("equal");
        var different = outcome("succeeded", REQUEST, OTHER_IMAGE);
        assertThat(different.get("outcome").textValue()).isEqualTo("different");
        assertThat(different.get("actual").textValue()).isEqualTo(OTHER_IMAGE);
    }

    @Test
    void aJobThatFailedProvesNothing() throws Exception {
        assertThat(outcome("failed", REQUEST, null).get("outcome").textValue()).isEqualTo("inconclusive");
        assertThat(outcome("processing", REQUEST, null).get("outcome").textValue())
                .isEqualTo("pending");
    }

    @Test
    void aJobThatWasAskedForSomethingElseIsNoVerification() throws Exception {
        // Given
        var another = "0199c0de-0000-7000-8000-00000000e003";
        put("/jobs/%s/run".formatted(another), run(another, "succeeded", "{\"prompt\": \"another\"}", IMAGE));

        // When
        var response = gateway.get("/v1/images/%s/verify/%s".formatted(IMAGE, another));

        // Then
        assertProblem(response, 404, "not-found", "job");
    }

    @Test
    void theJobThatMadeTheImageDoesNotVerifyIt() throws Exception {
        assertProblem(gateway.get("/v1/images/%s/verify/%s".formatted(IMAGE, JOB)), 404, "not-found", "job");
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

    private static JsonNode outcome(String status, String request, String image) throws IOException {
        var id = "0199c0de-0000-7000-8000-00000000e002";
        put("/jobs/%s/run".formatted(id), run(id, status, request, image));
        return json(gateway.get("/v1/images/%s/verify/%s".formatted(IMAGE, id)));
    }

    private static String run(String id, String status, String request, String image) {
        var images =
                image == null ? "" : "{\"index\": 1, \"sha256\": \"%s\", \"device_class\": \"cpu\"}".formatted(image);
        return """
                {"id": "%s", "status": "%s", "error": null, "model": "gone", "version": "1", "checkpoint": "%s",
                 "request": %s, "images": [%s]}""".formatted(id, status, CHECKPOINT, request, images);
    }

    private static void put(String path, String document) {
        storage.put(path, document.getBytes(UTF_8));
    }
}
