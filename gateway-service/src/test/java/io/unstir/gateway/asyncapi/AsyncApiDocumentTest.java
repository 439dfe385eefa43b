package io.unstir.gateway.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.unstir.proto.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    @Test
    void everyEventOfAnEnvelopeIsAMessageOfItsOwn() {
        assertThat(names(document.at("/channels/unstir.training-events/messages")))
                .contains("TrainingCancelled", "CheckpointEvaluated");
        assertThat(document.at("/channels/unstir.job-events/messages/JobStarted/headers/properties/ce_type/const")
                        .textValue())
                .isEqualTo("io.unstir.v1.JobStarted");
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
