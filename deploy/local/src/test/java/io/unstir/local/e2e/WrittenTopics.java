package io.unstir.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.ApiKey;
import io.unstir.proto.v1.CheckpointEvaluated;
import io.unstir.proto.v1.CheckpointEvent;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.ReplicaSeen;
import io.unstir.proto.v1.TrainingEvent;
import io.unstir.proto.v1.WebhookDelivery;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Every record that the services have written, held against the AsyncAPI document. */
final class WrittenTopics {
    private static final List<FileDescriptor> FILES = List.of(
            JobSubmitted.getDescriptor().getFile(),
            JobEvent.getDescriptor().getFile(),
            TrainingEvent.getDescriptor().getFile(),
            CheckpointEvent.getDescriptor().getFile(),
            CheckpointEvaluated.getDescriptor().getFile(),
            WebhookDelivery.getDescriptor().getFile(),
            ApiKey.getDescriptor().getFile(),
            ReplicaSeen.getDescriptor().getFile());

    private static final String JSON = "application/json";

    private final String bootstrapServers;
    private final JsonNode document;

    WrittenTopics(String bootstrapServers, JsonNode document) {
        this.bootstrapServers = bootstrapServers;
        this.document = document;
    }

    /** The topics that hold something; fails where a record is not as the document says. */
    List<Topic> check() {
        var written = new TreeSet<Topic>();
        var settings = Map.<String, Object>of("bootstrap.servers", bootstrapServers);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            for (var topic : Topic.values()) {
                var partitions = IntStream.range(0, topic.partitions())
                        .mapToObj(partition -> new TopicPartition(topic.topicName(), partition))
                        .toList();
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                var ends = consumer.endOffsets(partitions);
                while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                    for (var record : consumer.poll(Duration.ofSeconds(1))) {
                        check(record);
                        written.add(topic);
                    }
                }
            }
        }
        return List.copyOf(written);
    }

    private void check(ConsumerRecord<String, byte[]> record) {
        var event = header(record, "ce_type");
        var place = "%s of %s".formatted(event, record.topic());
        var message = document.at(
                "/channels/%s/messages/%s".formatted(record.topic(), event.substring(event.lastIndexOf('.') + 1)));
        assertThat(message.path("name").asText()).as(place).isEqualTo(event);
        for (var name : message.at("/headers/required")) {
            var value = header(record, name.asText());
            assertThat(value)
                    .as(place)
                    .isEqualTo(message.at("/headers/properties/" + name.asText() + "/const")
                            .asText(value));
        }
        assertThat(header(record, "ce_subject")).as(place).isEqualTo(record.key());
        try {
            if (message.path("contentType").asText().equals(JSON)) {
                assertThat(new ObjectMapper().readTree(record.value()).isObject())
                        .as(place)
                        .isTrue();
            } else {
                var type = value(message.path("x-protobuf-message").asText());
                assertThat(DynamicMessage.parseFrom(type, record.value())
                                .getUnknownFields()
                                .asMap())
                        .as(place)
                        .isEmpty();
            }
        } catch (IOException e) {
            throw new AssertionError(place, e);
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        assertThat(header).as("%s of %s", name, record.topic()).isNotNull();
        return new String(header.value(), UTF_8);
    }

    private static Descriptor value(String name) {
        return FILES.stream()
                .flatMap(file -> file.getMessageTypes().stream())
                .filter(type -> type.getFullName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no message " + name));
    }
}
