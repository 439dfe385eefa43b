package io.unstir.storage.openlineage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.unstir.proto.CloudEvent;
import io.unstir.proto.Topic;
import io.unstir.storage.topic.BrokerSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** {@code unstir.lineage}: JSON values under the run's id, with CloudEvents headers like every topic's. */
final class TopicOutlet implements Outlet {
    /** Of CloudEvents: what happened. */
    static final String TYPE = "io.openlineage.RunEvent";

    private static final String SOURCE = "/unstir/storage";
    private static final String CONTENT_TYPE = "application/json";
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final KafkaProducer<String, byte[]> producer;

    TopicOutlet(BrokerSettings broker) {
        producer = new KafkaProducer<>(
                broker.with(Map.of(
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "unstir-storage-lineage",
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        5_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        5_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        15_000,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "gzip")),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @Override
    public String name() {
        return "topic";
    }

    @Override
    public int atOnce() {
        return 100;
    }

    @Override
    public void send(List<Message> messages) throws IOException, InterruptedException {
        try {
            var sent = new ArrayList<Future<RecordMetadata>>();
            for (var message : messages) {
                sent.add(producer.send(record(message)));
            }
            for (var acknowledged : sent) {
                acknowledged.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        } catch (KafkaException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static ProducerRecord<String, byte[]> record(Message message) {
        var key = message.run().toString();
        var event = new CloudEvent(message.id(), SOURCE, TYPE, key, message.at());
        var record = new ProducerRecord<>(Topic.LINEAGE.topicName(), key, message.json());
        event.headers().forEach(record.headers()::add);
        record.headers().remove("content-type").add("content-type", CONTENT_TYPE.getBytes(UTF_8));
        return record;
    }

    @Override
    public void close() {
        producer.close(CLOSING);
    }
}
