package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static io.unstir.gateway.it.GatewayIT.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.Priority;
import io.unstir.proto.v1.SamplingRequest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a job can say beyond its prompt: from the body to the record on the topic, and back from storage. */
@ExtendWith(SharedGateway.class)
class JobSettingsIT {
    private static final String IMAGE = "1".repeat(64);
    private static final String MASK = "2".repeat(64);
    private static final String MISSING = "3".repeat(64);

    private static final String EVERYTHING = """
            {"prompt":"a","seed":9,"solver":"dpm++3m","timestep_spacing":"log-snr","guidance_start":0.1,"guidance_end":0.8,
             "guidance_rescale":0.7,"thresholding":"dynamic","threshold_percentile":0.9,"width":64,"height":96,
             "init_image":"%s","mask":"%s","strength":0.5,"outpaint":{"left":64,"bottom":4},
             "resample_times":5,"resample_jump":6,"variation_of":{"seed":1,"image":3,"strength":0.25},"priority":"bulk",
             "preview_every":2}""".formatted(IMAGE, MASK);

    private static Broker broker;
    private static StorageServer storage;
    private static Gateway gateway;

    @BeforeAll
    static void start(Broker sharedBroker, StorageServer sharedStorage, Gateway sharedGateway) {
        broker = sharedBroker;
        storage = sharedStorage;
        gateway = sharedGateway;
        storage.put("/blobs/" + IMAGE, "an image".getBytes(UTF_8));
        storage.put("/blobs/" + MASK, "a mask".getBytes(UTF_8));
    }

    @Test
    void everySettingReachesTheTopicAndIsShown() throws Exception {
        // When
        var response = gateway.post("/v1/jobs", EVERYTHING);

        // Then
        var job = json(response);
        assertThat(response.statusCode()).as(job.toString()).isEqualTo(202);
        var request = request(job);
        assertThat(request.getSolver().getName()).isEqualTo("dpm++3m");
        assertThat(request.getSolver().getTimestepSpacing()).isEqualTo("log-snr");
        assertThat(request.getGuidance().getRescale()).isEqualTo(0.7);
        assertThat(request.getThresholding().getPercentile()).isEqualTo(0.9);
        assertThat(request.getCanvas().getHeight()).isEqualTo(96);
        assertThat(request.getImage().getMaskSha256()).isEqualTo(MASK);
        assertThat(request.getImage().getOutpaint().getLeft()).isEqualTo(64);
        assertThat(request.getVariation().getOfImage()).isEqualTo(3);
        assertThat(request.getPriority()).isEqualTo(Priority.BULK);
        var given = new ObjectMapper().readTree(EVERYTHING);
        assertThat(job.get("input").properties())
                .containsAll(given.properties().stream()
                        .filter(field -> !field.getKey().equals("outpaint"))
                        .toList());
        assertThat(job.at("/input/outpaint").toString()).isEqualTo("{\"left\":64,\"top\":0,\"right\":0,\"bottom\":4}");
    }

    @Test
    void whatStorageShowsOfSettingsIsShown() throws Exception {
        // Given
        var accepted = json(gateway.post("/v1/jobs", EVERYTHING));
        var id = accepted.get("id").textValue();
        storage.put("/jobs/" + id, accepted.toString().getBytes(UTF_8));

        // When
        var read = json(gateway.get("/v1/jobs/" + id));

        // Then
        assertThat(read).isEqualTo(accepted);
    }

    @Test
    void aJobWithoutNewSettingsSetsNoneOfThem() throws Exception {
        // When
        var job = json(gateway.post("/v1/jobs", "{\"prompt\":\"a\"}"));

        // Then
        assertThat(request(job).getAllFields().keySet())
                .extracting(field -> field.getName())
                .containsExactly("prompt", "seed", "image_count", "solver", "guidance_scale");
        assertThat(job.get("input").has("strength")).isFalse();
    }

    @Test
    void theSameKeyWithAnotherSettingIsRefused() throws Exception {
        // Given
        gateway.post("/v1/jobs", "{\"prompt\":\"a\",\"guidance_end\":0.8}", "Idempotency-Key", "settings-1");

        // When
        var second = gateway.post("/v1/jobs", "{\"prompt\":\"a\"}", "Idempotency-Key", "settings-1");

        // Then
        assertProblem(second, 422, "idempotency-key-reused", "Idempotency-Key");
    }

    @Test
    void anUploadCanBeNamed() throws Exception {
        // Given
        var jpeg = HexFormat.of().parseHex("ffd8ffe000104a46494600010100000100010000ffc0000b0800100020");
        var upload = json(gateway.send(HttpRequest.newBuilder(gateway.uri("/v1/images"))
                .header("Content-Type", "image/jpeg")
                .POST(BodyPublishers.ofByteArray(jpeg))));

        // When
        var response = gateway.post(
                "/v1/jobs",
                "{\"prompt\":\"a\",\"init_image\":\"%s\"}"
                        .formatted(upload.get("sha256").textValue()));

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(json(response).at("/input/strength").doubleValue()).isEqualTo(0.75);
    }

    @ParameterizedTest
    @ValueSource(strings = {"init_image", "mask"})
    void aFileThatStorageDoesNotHaveIsRefusedByItsField(String field) throws Exception {
        // Given
        var body = EVERYTHING.replace(field.equals("mask") ? MASK : IMAGE, MISSING);

        // When
        var response = gateway.post("/v1/jobs", body);

        // Then
        assertProblem(response, 422, "unknown-image", field);
        assertThat(json(response).at("/errors/0/value").textValue()).isEqualTo(MISSING);
    }

    @Test
    void allThatIsWrongForTheModelIsToldAtOnce() throws Exception {
        // When
        var response = gateway.post(
                "/v1/jobs",
                "{\"prompt\":\"a\",\"steps\":401,\"order\":2,\"variance\":\"learned\",\"width\":129,\"init_image\":\"%s\","
                                .formatted(IMAGE)
                        + "\"outpaint\":{\"top\":97}}");

        // Then
        assertProblem(response, 400, "invalid-request", null);
        assertThat(json(response).get("errors").findValuesAsText("field"))
                .containsExactly("steps", "variance", "order", "width", "outpaint.top");
        assertThat(json(response).get("errors").findValuesAsText("limit"))
                .allSatisfy(limit -> assertThat(limit).isNotBlank());
    }

    @Test
    void openApiNamesExactlyWhatIsRead() throws Exception {
        // Given
        var schemas = json(gateway.get("/q/openapi?format=json")).at("/components/schemas");

        // When
        var refused = json(gateway.post(
                "/v1/jobs",
                "{\"prompt\":\"a\",\"x\":1,\"init_image\":\"%s\",\"outpaint\":{\"x\":1},\"variation_of\":{\"x\":1}}"
                        .formatted(IMAGE)));

        // Then
        assertThat(knownFields(refused, "x")).isEqualTo(names(schemas.at("/JobRequest/properties")));
        assertThat(knownFields(refused, "outpaint.x")).isEqualTo(names(schemas.at("/Outpaint/properties")));
        assertThat(knownFields(refused, "variation_of.x")).isEqualTo(names(schemas.at("/VariationOf/properties")));
        assertThat(names(schemas.at("/JobInput/properties")))
                .containsAll(names(schemas.at("/JobRequest/properties")).stream()
                        .filter(name -> !List.of("model", "webhook").contains(name))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"solver", "timestep_spacing", "variance", "thresholding", "priority"})
    void openApiNamesExactlyTheChoices(String field) throws Exception {
        // Given
        var choices = json(gateway.get("/q/openapi?format=json"))
                .at("/components/schemas/JobRequest/properties/%s/enum".formatted(field));

        // When
        var refused = json(gateway.post("/v1/jobs", "{\"prompt\":\"a\",\"%s\":\"x\"}".formatted(field)));

        // Then
        assertThat(refused.at("/errors/0/limit").textValue()).isEqualTo("one of " + String.join(", ", texts(choices)));
    }

    private static SamplingRequest request(JsonNode job) throws Exception {
        boolean bulk = "bulk".equals(job.at("/input/priority").textValue());
        var record = broker.only(job.get("id").textValue(), bulk ? Topic.JOBS_BULK : Topic.JOBS);
        return JobSubmitted.parseFrom(record.value()).getRequest();
    }

    private static List<String> knownFields(JsonNode problem, String unknown) {
        return StreamSupport.stream(problem.get("errors").spliterator(), false)
                .filter(error -> error.get("field").textValue().equals(unknown))
                .map(error -> error.get("limit").textValue().substring("the fields ".length()))
                .flatMap(names -> Stream.of(names.split(", ")))
                .sorted()
                .toList();
    }

    private static List<String> names(JsonNode properties) {
        return properties.properties().stream()
                .map(property -> property.getKey())
                .sorted()
                .toList();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::textValue)
                .toList();
    }
}
