package io.unstir.gateway.asyncapi;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.unstir.proto.CloudEvent;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.ApiKey;
import io.unstir.proto.v1.CheckpointEvaluated;
import io.unstir.proto.v1.CheckpointEvent;
import io.unstir.proto.v1.JobControl;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.JobParked;
import io.unstir.proto.v1.JobPreview;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.ReplicaSeen;
import io.unstir.proto.v1.TrainingControl;
import io.unstir.proto.v1.TrainingEvent;
import io.unstir.proto.v1.TrainingRequested;
import io.unstir.proto.v1.WebhookDelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AsyncApiDocumentTest {
    private final JsonNode document = AsyncApiDocument.make();

    @Test
    void everyTopicIsAChannelAndEveryChannelATopic() {
        assertThat(names(document.get("channels")))
                .containsExactlyElementsOf(
                        Arrays.stream(Topic.values()).map(Topic::topicName).toList());
    }

    @ParameterizedTest
    @EnumSource
    void aChannelIsAsTheTopicIsMade(Topic topic) {
        var channel = document.at("/channels/" + topic.topicName());

        assertThat(channel.get("address").textValue()).isEqualTo(topic.topicName());
        var kafka = channel.at("/bindings/kafka");
        assertThat(kafka.get("partitions").intValue()).isEqualTo(topic.partitions());
        assertThat(kafka.at("/topicConfiguration/cleanup.policy/0").textValue())
                .isEqualToIgnoringCase(topic.cleanup().name());
        assertThat(kafka.at("/topicConfiguration/retention.ms").longValue())
                .isEqualTo(topic.retention().map(Duration::toMillis).orElse(-1L));
        assertThat(channel.get("messages")).isNotEmpty();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        // When
        var references = document.findValuesAsText("$ref");

        // Then
        assertThat(references).hasSizeGreaterThan(50);
        assertThat(references).allSatisfy(reference -> assertThat(
                        document.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }

    @Test
    void everySchemaIsWholeAndSaysWhatItsFieldsMean() {
        for (var schema : document.at("/components/schemas")) {
            var text = schema.get("schema").textValue();
            assertThat(text).startsWith("syntax = \"proto3\";").containsOnlyOnce("package unstir.v1;");
            assertThat(text.lines().filter(line -> line.startsWith("import ")))
                    .containsExactly("import \"google/protobuf/timestamp.proto\";");
        }
        assertThat(document.at("/components/schemas/JobEvent/schema").textValue())
                .contains("message JobEvent {", "message CheckpointRef {", "message JobError {")
                .contains("// Delivery count of the job at that replica, from 1.");
    }

    /** What proto says that a topic holds. A new topic does not compile until it is told here. */
    private static List<Descriptor> valuesOf(Topic topic) {
        return switch (topic) {
            case JOBS, JOBS_BULK -> List.of(JobSubmitted.getDescriptor());
            case JOB_CONTROL -> List.of(JobControl.getDescriptor());
            case JOB_EVENTS -> List.of(JobEvent.getDescriptor());
            case PREVIEWS -> List.of(JobPreview.getDescriptor());
            case JOBS_PARKED -> List.of(JobParked.getDescriptor());
            case TRAININGS -> List.of(TrainingRequested.getDescriptor());
            case TRAINING_CONTROL -> List.of(TrainingControl.getDescriptor());
            case TRAINING_EVENTS -> List.of(TrainingEvent.getDescriptor(), CheckpointEvaluated.getDescriptor());
            case CHECKPOINTS -> List.of(CheckpointEvent.getDescriptor());
            case WEBHOOK_DELIVERIES, WEBHOOK_DELIVERIES_PARKED -> List.of(WebhookDelivery.getDescriptor());
            case API_KEYS -> List.of(ApiKey.getDescriptor());
            case REPLICAS -> List.of(ReplicaSeen.getDescriptor());
            // JSON, by a schema of others.
            case LINEAGE -> List.of();
        };
    }

    @ParameterizedTest
    @EnumSource(names = "LINEAGE", mode = EnumSource.Mode.EXCLUDE)
    void aChannelsSchemasAreThoseItsRecordsAreWrittenBy(Topic topic) {
        // When
        var messages = document.at("/channels/" + topic.topicName() + "/messages");

        // Then
        var values = valuesOf(topic);
        assertThat(messages.findValuesAsText("x-protobuf-message").stream().distinct())
                .containsExactlyElementsOf(
                        values.stream().map(Descriptor::getFullName).toList());
        assertThat(names(messages))
                .containsExactlyElementsOf(values.stream()
                        .flatMap(value -> CloudEvent.typesOf(value).stream())
                        .map(type -> type.substring(type.lastIndexOf('.') + 1))
                        .toList());
        for (var message : messages) {
            var schema = document.at(message.at("/payload/$ref").textValue().substring(1) + "/schema")
                    .textValue();
            var value = values.stream()
                    .filter(one -> one.getFullName()
                            .equals(message.get("x-protobuf-message").textValue()))
                    .findFirst()
                    .orElseThrow();
            assertThat(bodyOf(value, schema)).isEqualTo(fieldsOf(value));
            reachable(value).forEach(part -> assertThat(bodyOf(part, schema)).isEqualTo(fieldsOf(part)));
        }
    }

    /** Number and name of each field, as the descriptor has them. */
    private static Map<Integer, String> fieldsOf(Descriptor message) {
        return message.getFields().stream().collect(toMap(FieldDescriptor::getNumber, FieldDescriptor::getName));
    }

    /** Number and name of each field, as the document's text has them. */
    private static Map<Integer, String> bodyOf(Descriptor message, String schema) {
        var body = Pattern.compile("(?ms)^( *)message " + message.getName() + " \\{(.*?)^\\1}")
                .matcher(schema);
        assertThat(body.find()).as("message " + message.getName()).isTrue();
        var fields = new HashMap<Integer, String>();
        var field = Pattern.compile("(?m)^ *(?:optional |repeated )?[\\w.<>, ]+ (\\w+) = (\\d+)(?: \\[[^]]*])?;");
        var found = field.matcher(body.group(2)
                .replaceAll("(?ms)^( *)(?:enum|message) \\w+ \\{.*?^\\1}", "")
                .replaceAll("//.*", ""));
        while (found.find()) {
            fields.put(Integer.valueOf(found.group(2)), found.group(1));
        }
        return fields;
    }

    /** The messages of ours within a message, however deep. */
    private static Set<Descriptor> reachable(Descriptor message) {
        var found = new LinkedHashSet<Descriptor>();
        addParts(message, found);
        return found;
    }

    private static void addParts(Descriptor message, Set<Descriptor> found) {
        for (var field : message.getFields()) {
            boolean ours = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                    && !field.isMapField()
                    && field.getMessageType().getFile().getPackage().equals("unstir.v1");
            if (ours && found.add(field.getMessageType())) {
                addParts(field.getMessageType(), found);
            }
        }
    }

    @Test
    void everyEventOfAnEnvelopeIsAMessageOfItsOwn() {
        assertThat(names(document.at("/channels/unstir.training-events/messages")))
                .contains("TrainingCancelled", "CheckpointEvaluated");
        assertThat(document.at("/channels/unstir.job-events/messages/JobStarted/headers/properties/ce_type/const")
                        .textValue())
                .isEqualTo("io.unstir.v1.JobStarted");
    }

    @Test
    void aMessageThatIsJsonSaysWhereItsSchemaIs() {
        var message = document.at("/channels/unstir.lineage/messages/RunEvent");

        assertThat(message.get("contentType").textValue()).isEqualTo("application/json");
        assertThat(message.at("/headers/properties/content-type/const").textValue())
                .isEqualTo("application/json");
        assertThat(message.at("/externalDocs/url").textValue()).contains("openlineage.io/spec/2-0-2/");
    }

    @Test
    void everyChannelHasAWriter() {
        for (var topic : Topic.values()) {
            assertThat(names(document.get("operations")))
                    .as(topic.topicName())
                    .anyMatch(operation -> operation.endsWith(".send." + topic.topicName()));
        }
    }

    private static List<String> names(JsonNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
