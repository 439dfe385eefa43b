package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.proto.CloudEvent;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.ApiKey;
import io.unstir.proto.v1.CheckpointEvent;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.TrainingEvent;
import io.unstir.proto.v1.WebhookDelivery;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The documents about the API and the topics say what is so. Besides, {@link Gateway} checks every answer that a test gets. */
@ExtendWith(SharedGateway.class)
class DocumentsIT {
    private static final List<FileDescriptor> FILES = List.of(
            JobSubmitted.getDescriptor().getFile(),
            JobEvent.getDescriptor().getFile(),
            TrainingEvent.getDescriptor().getFile(),
            CheckpointEvent.getDescriptor().getFile(),
            WebhookDelivery.getDescriptor().getFile(),
            ApiKey.getDescriptor().getFile());
    private static final java.nio.file.Path CLASSES = java.nio.file.Path.of("target/classes");

    private static Broker broker;
    private static Gateway gateway;
    private static OpenApi openApi;

    @BeforeAll
    static void start(Broker sharedBroker, Gateway sharedGateway) throws IOException {
        broker = sharedBroker;
        gateway = sharedGateway;
        openApi = gateway.openApi();
    }

    @Test
    void everyRouteIsDocumentedAndEveryDocumentedRouteIsThere() throws IOException {
        assertThat(openApi.routes()).containsExactlyInAnyOrderElementsOf(routesOfCode());
    }

    @Test
    void everyOperationSaysWhatItDoesAndEveryParameterWhatItIs() {
        var silent = new ArrayList<String>();
        for (var path : openApi.document().get("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                var route = operation.getKey() + " " + path.getKey();
                var said = operation.getValue();
                if (said.path("summary").asText().isBlank() || said.path("tags").isEmpty()) {
                    silent.add(route);
                }
                said.path("parameters").forEach(parameter -> {
                    if (parameter.path("description").asText().isBlank()) {
                        silent.add(route + ": " + parameter.path("name").asText());
                    }
                });
                said.get("responses").properties().forEach(response -> {
                    if (response.getValue().path("description").asText().isBlank()) {
                        silent.add(route + " → " + response.getKey());
                    }
                });
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void everyFieldSaysWhatItIsOrShowsIt() {
        var silent = new ArrayList<String>();
        for (var schema : openApi.document().at("/components/schemas").properties()) {
            for (var field : schema.getValue().path("properties").properties()) {
                var said = field.getValue();
                if (Stream.of("description", "examples", "enum", "$ref", "anyOf")
                        .noneMatch(said::has)) {
                    silent.add(schema.getKey() + "." + field.getKey());
                }
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(openApi.document().findValuesAsText("$ref")).allSatisfy(reference -> assertThat(
                        openApi.document().at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }

    @Test
    void everyCodeOfAProblemIsTold() {
        // When
        var told = openApi.document().get("paths").findValuesAsText("description");

        // Then
        // A method that is no route's has no place in the document.
        for (var code : EnumSet.complementOf(EnumSet.of(ProblemCode.METHOD_NOT_ALLOWED))) {
            assertThat(told).as(code.code()).anyMatch(text -> text.contains(code.code()));
        }
    }

    @Test
    void whatIsWrittenToTopicsIsWhatTheDocumentOfTopicsSays(GuardedGateways guarded) throws Exception {
        // Given
        var document = json(gateway.get("/asyncapi"));
        guarded.first()
                .post(
                        "/v1/keys",
                        "{\"name\":\"a\",\"scopes\":[\"read\"]}",
                        GuardedGateways.bearer(GuardedGateways.ADMIN_KEY));
        gateway.post("/v1/jobs", "{\"prompt\":\"a heart\",\"priority\":\"bulk\"}");
        var job = json(gateway.post("/v1/jobs", "{\"prompt\":\"a heart\"}"));
        gateway.post(job.at("/urls/cancel").textValue(), "");
        var training = json(gateway.post("/v1/trainings", "{\"config\":\"model: a\"}"));
        gateway.post(training.at("/urls/cancel").textValue(), "");
        var model = TestModels.published("short-lived", "1", "9".repeat(64));
        broker.write(Topic.CHECKPOINTS, "short-lived@1", model.toByteArray());
        await().until(() -> gateway.get("/v1/models/short-lived@1").statusCode() == 200);
        gateway.post("/v1/models/short-lived@1/retire", "");

        // When
        var written = Arrays.stream(Topic.values())
                .flatMap(topic -> broker.read(topic).stream())
                .filter(record -> record.headers().lastHeader("ce_type") != null)
                .toList();

        // Then
        assertThat(written)
                .extracting(ConsumerRecord::topic)
                .contains(
                        "unstir.jobs",
                        "unstir.jobs.bulk",
                        "unstir.api-keys",
                        "unstir.job-control",
                        "unstir.trainings",
                        "unstir.training-control",
                        "unstir.checkpoints");
        assertThat(written).allSatisfy(record -> assertDocumented(record, document));
    }

    static void assertDocumented(ConsumerRecord<String, byte[]> record, JsonNode document) throws Exception {
        var type = GatewayIT.header(record, "ce_type");
        var message = document.at(
                "/channels/%s/messages/%s".formatted(record.topic(), type.substring(type.lastIndexOf('.') + 1)));
        assertThat(message.path("name").textValue()).as(record.topic()).isEqualTo(type);
        var properties = message.at("/headers/properties");
        var required = new HashSet<String>();
        message.at("/headers/required").forEach(name -> required.add(name.textValue()));
        assertThat(Stream.of(record.headers().toArray()).map(header -> header.key()))
                .doesNotHaveDuplicates()
                .containsAll(required)
                .isSubsetOf(names(properties));
        for (var header : record.headers()) {
            var property = properties.get(header.key());
            var value = new String(header.value(), UTF_8);
            assertThat(value)
                    .isEqualTo(property.path("const").asText(value))
                    .matches(property.path("pattern").asText(".*"));
        }
        assertThat(CloudEvent.typesOf(value(record.topic(), message))).contains(type);
        assertThat(DynamicMessage.parseFrom(value(record.topic(), message), record.value())
                        .getUnknownFields()
                        .asMap())
                .as(record.topic())
                .isEmpty();
        assertThat(GatewayIT.header(record, "ce_subject")).isEqualTo(record.key());
        assertThat(Instant.parse(GatewayIT.header(record, "ce_time"))).isNotNull();
    }

    private static Descriptor value(String topic, JsonNode message) {
        var name = message.get("x-protobuf-message").textValue();
        return FILES.stream()
                .flatMap(file -> file.getMessageTypes().stream())
                .filter(type -> type.getFullName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(topic + " holds no " + name));
    }

    /** What the annotations of the resources say. */
    private static List<String> routesOfCode() throws IOException {
        try (var files = Files.walk(CLASSES)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(DocumentsIT::load)
                    .filter(type -> type.isAnnotationPresent(Path.class))
                    .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                    .filter(method -> !hidden(method))
                    .flatMap(method -> route(method).stream())
                    .toList();
        }
    }

    private static boolean hidden(Method method) {
        var operation = method.getAnnotation(Operation.class);
        return operation != null && operation.hidden();
    }

    private static Optional<String> route(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(http -> http != null)
                .map(http -> http.value() + " " + path(method))
                .findFirst();
    }

    private static String path(Method method) {
        var own = method.getAnnotation(Path.class);
        var base = method.getDeclaringClass().getAnnotation(Path.class).value();
        return (base + (own == null ? "" : "/" + own.value())).replaceAll("/+", "/");
    }

    private static Class<?> load(java.nio.file.Path file) {
        var name = CLASSES.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
        try {
            return Class.forName(name, false, DocumentsIT.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> names(JsonNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
