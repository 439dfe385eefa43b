package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.images.Image;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import com.openai.models.models.Model;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobControl;
import io.unstir.proto.v1.JobSubmitted;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenAI's own client, which knows nothing of Unstir but its address. */
@ExtendWith(SharedGateway.class)
class OpenAiIT {
    private static Broker broker;
    private static Gateway gateway;
    private static Painter painter;
    private static OpenAIClient client;

    @BeforeAll
    static void start(Broker sharedBroker, StorageServer storage, Gateway sharedGateway) {
        broker = sharedBroker;
        gateway = sharedGateway;
        painter = new Painter(broker, storage);
        client = OpenAIOkHttpClient.builder()
                .baseUrl(gateway.uri("/v1").toString())
                .apiKey("sk-any")
                .build();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        client.close();
        painter.close();
    }

    @Test
    void theSnippetOfOpenAisOwnDocumentationGetsAnImage() throws Exception {
        // When
        var response = client.images()
                .generate(ImageGenerateParams.builder()
                        .model("dall-e-3")
                        .prompt("paint a white siamese cat")
                        .size(ImageGenerateParams.Size._1024X1024)
                        .quality(ImageGenerateParams.Quality.STANDARD)
                        .n(1)
                        .build());

        // Then
        var image = response.data().orElseThrow().getFirst();
        assertThat(response.created()).isPositive();
        assertThat(response.size()).hasValue(ImagesResponse.Size.of("32x32"));
        assertThat(Base64.getDecoder().decode(image.b64Json().orElseThrow())).isEqualTo(fetched(image.url()));
    }

    @Test
    void eachFormatIsGivenAloneWhereItIsAskedFor() throws Exception {
        // When
        var coded = images("b64_json", 2);
        var addressed = images("url", 2);

        // Then
        assertThat(coded)
                .hasSize(2)
                .allMatch(image -> image.url().isEmpty() && image.b64Json().isPresent());
        assertThat(addressed).hasSize(2).allMatch(image -> image.b64Json().isEmpty());
        assertThat(new String(fetched(addressed.get(1).url()), StandardCharsets.UTF_8))
                .startsWith("picture 1 of ");
    }

    @Test
    void whatOpenAiDoesNotKnowGoesInAsExtraBody() throws Exception {
        // When
        var response = client.images()
                .generate(ImageGenerateParams.builder()
                        .model("emoji@1")
                        .prompt("paint a heart")
                        .size("48x40")
                        .user("somebody")
                        .putAdditionalBodyProperty("seed", JsonValue.from(7))
                        .putAdditionalBodyProperty("steps", JsonValue.from(9))
                        .putAdditionalBodyProperty("solver", JsonValue.from("euler"))
                        .putAdditionalBodyProperty("guidance_scale", JsonValue.from(2.5))
                        .putAdditionalBodyProperty("negative_prompt", JsonValue.from("blue"))
                        .build());

        // Then
        var job = response._additionalProperties().get("job").asStringOrThrow();
        var request = JobSubmitted.parseFrom(broker.only(job, Topic.JOBS).value());
        assertThat(request.getCheckpoint().getVersion()).isEqualTo("1");
        assertThat(request.getRequest().getSeed()).isEqualTo(7);
        assertThat(request.getRequest().getSolver().getName()).isEqualTo("euler");
        assertThat(request.getRequest().getSolver().getSteps()).isEqualTo(9);
        assertThat(request.getRequest().getGuidanceScale()).isEqualTo(2.5);
        assertThat(request.getRequest().getNegativePrompt()).isEqualTo("blue");
        assertThat(request.getRequest().getCanvas().getWidth()).isEqualTo(48);
        assertThat(request.getRequest().getCanvas().getHeight()).isEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "size            | \"1024x1024\"      | from 32 to 128",
                "size            | \"large\"          | auto, or WIDTHxHEIGHT",
                "n               | 17                 | a whole number from 1 to 16",
                "response_format | \"jpeg\"           | one of url, b64_json",
                "background      | \"transparent\"    | one of auto, opaque",
                "output_format   | \"webp\"           | one of png",
                "stream          | true               | watch the job's events",
                "partial_images  | 2                  | from 0 to 0",
                "qualty          | \"hd\"             | not known here",
            })
    void whatCannotBeGivenIsRefusedInOpenAisWords(String field, String value, String message) throws Exception {
        // When
        var response = generate("{\"prompt\":\"paint\",\"%s\":%s}".formatted(field, value));

        // Then
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.error().get("type").textValue()).isEqualTo("invalid_request_error");
        assertThat(response.error().get("param").textValue()).isEqualTo(field);
        assertThat(response.error().get("code").textValue()).isEqualTo("invalid_request");
        assertThat(response.body().get("errors").get(0).get("limit").textValue()
                        + response.error().get("message").textValue())
                .contains(message);
        assertThat(response.body().get("status").intValue()).isEqualTo(400);
    }

    @Test
    void refusalsAreTheExceptionsThatClientsCatch() {
        assertThatThrownBy(() -> client.images()
                        .generate(ImageGenerateParams.builder().prompt("").build()))
                .isInstanceOf(BadRequestException.class)
                .asInstanceOf(InstanceOfAssertFactories.type(OpenAIServiceException.class))
                .extracting(OpenAIServiceException::param)
                .isEqualTo(Optional.of("prompt"));
        assertThatThrownBy(() -> client.images()
                        .generate(ImageGenerateParams.builder()
                                .prompt("paint")
                                .model("mona-lisa")
                                .build()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("There is no model \"mona-lisa\"")
                .asInstanceOf(InstanceOfAssertFactories.type(OpenAIServiceException.class))
                .extracting(OpenAIServiceException::code)
                .isEqualTo(Optional.of("model_not_found"));
    }

    @Test
    void aJobThatFailsIsToldOnceAndNotTriedAgain() {
        // Given
        long before = jobs("spoil this one");

        // Then
        assertThatThrownBy(() -> client.images()
                        .generate(ImageGenerateParams.builder()
                                .prompt("spoil this one")
                                .build()))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("It did not work.");
        assertThat(jobs("spoil this one")).isEqualTo(before + 1);
    }

    @Test
    void aJobThatTakesTooLongIsNamedAndGoesOn() throws Exception {
        // When
        var response = generate("{\"prompt\":\"wait for ever\"}");

        // Then
        assertThat(response.status()).isEqualTo(504);
        assertThat(response.error().get("code").textValue()).isEqualTo("job_unfinished");
        var id = response.error().get("message").textValue().split(" ")[1];
        assertThat(json(gateway.get("/v1/jobs/" + id)).get("status").textValue())
                .isEqualTo("queued");
        assertThat(broker.read(Topic.JOB_CONTROL))
                .noneMatch(record -> record.key().equals(id));
    }

    @Test
    void aClientThatHangsUpCancelsItsJob() throws Exception {
        // Given
        var body = "{\"prompt\":\"wait until I leave\"}";
        var address = gateway.uri("/");

        // When
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream()
                    .write(
                            "POST /v1/images/generations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(body.length(), body)
                                    .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> jobs("wait until I leave") == 1);
        }

        // Then
        var job = submitted("wait until I leave").findFirst().orElseThrow().getJobId();
        await().until(() -> broker.read(Topic.JOB_CONTROL).stream()
                .anyMatch(record -> record.key().equals(job)));
        assertThat(JobControl.parseFrom(broker.only(job, Topic.JOB_CONTROL).value())
                        .hasCancelRequested())
                .isTrue();
    }

    @Test
    void theSameKeyGetsTheSameImages() throws Exception {
        // When
        var first = generate("{\"prompt\":\"paint once\",\"response_format\":\"url\"}", "Idempotency-Key", "picture-1");
        var second =
                generate("{\"prompt\":\"paint once\",\"response_format\":\"url\"}", "Idempotency-Key", "picture-1");

        // Then
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(jobs("paint once")).isOne();
    }

    @Test
    void modelsAreListedAsOpenAisAre() {
        // When
        var models = client.models().list().data();

        // Then
        assertThat(models).extracting(Model::id).contains("emoji@2", "emoji@1");
        assertThat(models).allMatch(model -> model.ownedBy().equals("unstir") && model.created() > 0);
        assertThat(client.models().retrieve("emoji@latest").id()).isEqualTo("emoji@2");
        assertThatThrownBy(() -> client.models().retrieve("mona-lisa"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("There is no model");
    }

    private record Answer(int status, JsonNode body) {
        JsonNode error() {
            return body.get("error");
        }
    }

    private static Answer generate(String body, String... headers) throws Exception {
        var response = gateway.post("/v1/images/generations", body, headers);
        return new Answer(response.statusCode(), json(response));
    }

    private static List<Image> images(String format, long n) {
        return client.images()
                .generate(ImageGenerateParams.builder()
                        .prompt("paint " + format)
                        .responseFormat(ImageGenerateParams.ResponseFormat.of(format))
                        .n(n)
                        .build())
                .data()
                .orElseThrow();
    }

    private static byte[] fetched(Optional<String> url) throws Exception {
        return gateway.send(HttpRequest.newBuilder(URI.create(url.orElseThrow())))
                .body();
    }

    private static long jobs(String prompt) {
        return submitted(prompt).count();
    }

    private static Stream<JobSubmitted> submitted(String prompt) {
        return broker.read(Topic.JOBS).stream()
                .map(record -> {
                    try {
                        return JobSubmitted.parseFrom(record.value());
                    } catch (InvalidProtocolBufferException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .filter(job -> job.getRequest().getPrompt().equals(prompt));
    }
}
