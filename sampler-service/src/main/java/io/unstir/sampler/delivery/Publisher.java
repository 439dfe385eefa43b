package io.unstir.sampler.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Message;
import io.unstir.proto.CloudEvent;
import io.unstir.proto.Topic;
import io.unstir.sampler.config.BrokerSettings;
import io.unstir.sampler.retry.Retry;
import io.unstir.sampler.trace.RecordTrace;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Messages to Kafka as CloudEvents, written by all in-sync replicas, in order per key. A broker answers the requests of one connection one
 * after another, and each may wait for its disk, so there are several; a key always takes the same.
 */
public final class Publisher implements AutoCloseable {
    private static final String SOURCE = "/unstir/sampler";
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    /** A divisor of the topics' partitions: then no two wait for the same one. */
    private static final int CONNECTIONS = 4;

    private final List<Producer<byte[], byte[]>> producers;

    public Publisher(BrokerSettings broker) {
        producers = IntStream.range(0, CONNECTIONS)
                .mapToObj(i -> producer(broker, "unstir-sampler-" + i))
                .toList();
    }

    private static Producer<byte[], byte[]> producer(BrokerSettings broker, String name) {
        return new KafkaProducer<>(
                broker.with(Map.of(
                        ProducerConfig.CLIENT_ID_CONFIG,
                        name,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        10_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        10_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        30_000)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Returns when the broker has the message, however long that takes. @param id stays the same for the same occurrence */
    public void publish(Topic topic, String key, String id, Message message) throws InterruptedException {
        var record = record(topic, key, id, message);
        Retry.untilDone("publish " + id, () -> answer(send(record)));
    }

    /** A message on its way. */
    record Sent(String id, ProducerRecord<byte[], byte[]> record, Future<RecordMetadata> answer) {}

    /** Sends a message that is {@linkplain #await awaited} later; what is sent after it arrives after it. */
    Sent send(Topic topic, String key, String id, Message message) throws InterruptedException {
        var record = record(topic, key, id, message);
        return new Sent(id, record, send(record));
    }

    /**
     * Returns when the broker has all messages, however long that takes. Where one did not get through, it and those after it are sent
     * again, one after the other, so that their order stays; that a message may be there twice is what its id is for.
     */
    void await(List<Sent> messages) throws InterruptedException {
        boolean again = false;
        for (var message : messages) {
            again = again || !hasArrived(message);
            if (again) {
                Retry.untilDone("publish " + message.id(), () -> answer(send(message.record())));
            }
        }
    }

    /** Sends a message that may get lost. */
    public void offer(Topic topic, String key, String id, Message message) throws InterruptedException {
        try {
            producer(key.getBytes(UTF_8)).send(record(topic, key, id, message));
        } catch (InterruptException e) {
            throw new InterruptedException(e.getMessage());
        }
    }

    @Override
    public void close() {
        producers.parallelStream().forEach(producer -> producer.close(CLOSE_TIMEOUT));
    }

    /** By the hash that chooses the partition. */
    private Producer<byte[], byte[]> producer(byte[] key) {
        return producers.get(Utils.toPositive(Utils.murmur2(key)) % CONNECTIONS);
    }

    private static boolean hasArrived(Sent message) throws InterruptedException {
        try {
            answer(message.answer());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) throws InterruptedException {
        try {
            return producer(record.key()).send(record);
        } catch (InterruptException e) {
            throw new InterruptedException(e.getMessage());
        } catch (KafkaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static RecordMetadata answer(Future<RecordMetadata> sent) throws IOException, InterruptedException {
        try {
            return sent.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException tooLarge) {
                throw tooLarge;
            }
            throw new IOException("the broker did not take a record", e.getCause());
        }
    }

    private static ProducerRecord<byte[], byte[]> record(Topic topic, String key, String id, Message message) {
        var record = new ProducerRecord<>(topic.topicName(), key.getBytes(UTF_8), message.toByteArray());
        CloudEvent.of(message, id, SOURCE, key, Instant.now()).headers().forEach((name, value) -> record.headers()
                .add(name, value));
        RecordTrace.mark(record.headers());
        return record;
    }
}
