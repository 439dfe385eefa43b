package io.unstir.local.chaos;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import io.unstir.proto.CloudEvent;
import io.unstir.proto.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes records as the schema of the first day has them, by that schema and not by today's classes. */
final class FirstSchema implements AutoCloseable {
    private static final Path SCHEMA = Path.of("../../proto/src/test/resources/first-schema.desc");

    private final Map<String, FileDescriptor> files = new LinkedHashMap<>();
    private final KafkaProducer<String, byte[]> producer;

    FirstSchema(String bootstrapServers) throws IOException, DescriptorValidationException {
        for (var file : FileDescriptorSet.parseFrom(Files.readAllBytes(SCHEMA)).getFileList()) {
            var needed = file.getDependencyList().stream().map(files::get).toArray(FileDescriptor[]::new);
            files.put(file.getName(), FileDescriptor.buildFrom(file, needed));
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** @return the job's id */
    String submit(String checkpoint, String request) throws Exception {
        String id = UUID.randomUUID().toString();
        send(Topic.JOBS, "JobSubmitted", id, """
                job_id: "%s" tenant: "default" submitted_at { seconds: %d }
                checkpoint { %s } request { %s } request_digest: "%s"
                """.formatted(
                        id, Instant.now().getEpochSecond(), checkpoint, request, "d".repeat(64)));
        return id;
    }

    /** @return the id of a job of which its events tell that it succeeded */
    String tell(List<String> events) throws Exception {
        String id = UUID.randomUUID().toString();
        for (String event : events) {
            send(Topic.JOB_EVENTS, "JobEvent", id, """
                    job_id: "%s" tenant: "default" occurred_at { seconds: %d } worker: "of-old" attempt: 1 %s
                    """.formatted(
                            id, Instant.now().getEpochSecond(), event));
        }
        return id;
    }

    private void send(Topic topic, String type, String id, String text) throws Exception {
        var message = DynamicMessage.newBuilder(type(type));
        TextFormat.merge(text, message);
        var value = message.build();
        var event = CloudEvent.of(value, UUID.randomUUID().toString(), "first-day", id, Instant.now());
        var record = new ProducerRecord<>(topic.topicName(), id, value.toByteArray());
        event.headers().forEach((name, bytes) -> record.headers().add(name, bytes));
        producer.send(record).get();
    }

    private Descriptor type(String name) {
        return files.values().stream()
                .filter(file -> file.getPackage().equals("unstir.v1"))
                .map(file -> file.findMessageTypeByName(name))
                .filter(found -> found != null)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        producer.close();
    }
}
