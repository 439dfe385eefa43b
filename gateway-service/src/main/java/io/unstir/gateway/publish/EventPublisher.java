package io.unstir.gateway.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Message;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.StatusCode;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.live.Place;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.trace.Tracing;
import io.unstir.proto.CloudEvent;
import io.unstir.proto.Topic;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.jboss.logging.Logger;

/**
 * Writes events and returns when all in-sync replicas have them. A plain producer and not a messaging channel: a channel
 * queues what the broker does not take, and would send it after its client has been told 503. Several producers, since a broker answers
 * the requests of one connection one after another, and each may wait for its disk; a key always takes the same.
 */
@Startup
@Singleton
public class EventPublisher {
    private static final Logger LOG = Logger.getLogger(EventPublisher.class);
    private static final String SOURCE = "/unstir/gateway";

    /** A divisor of the topics' partitions: then no two wait for the same one. */
    private static final int CONNECTIONS = 4;

    private static final Duration[] TIMES = {
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2)
    };

    private final List<Producer<String, byte[]>> producers;
    private final Timer acknowledged;
    private final Tracing tracing;

    @Inject
    EventPublisher(
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            GatewayConfig config,
            MeterRegistry meters,
            Tracing tracing) {
        this(broker, config.gateway().publishTimeout(), meters, tracing);
    }

    EventPublisher(Map<String, Object> broker, Duration timeout, MeterRegistry meters, Tracing tracing) {
        this.tracing = tracing;
        this.producers = IntStream.range(0, CONNECTIONS)
                .<Producer<String, byte[]>>mapToObj(i -> new KafkaProducer<>(
                        settings(broker, timeout, "unstir-gateway-" + i),
                        new StringSerializer(),
                        new ByteArraySerializer()))
                .toList();
        this.acknowledged = Timer.builder("unstir.publish")
                .description("From handing an event to the producer until all in-sync replicas have it")
                .serviceLevelObjectives(TIMES)
                .register(meters);
    }

    /**
     * Writes one event; a broker that does not acknowledge in time ends the request with 503.
     *
     * @return where it stands on its topic
     */
    public Place publish(Topic topic, String key, Message value, String id, Instant time) {
        return await(topic, key, send(topic, new Event(key, value, id, time)));
    }

    /** An event and its topic. */
    public record Addressed(Topic topic, Event event) {}

    /** An event to be written under its key. @param id names the occurrence */
    public record Event(String key, Message value, String id, Instant time) {}

    /** Writes events at once, so that they wait for the broker together. Where it ends with 503, some may be written. */
    public List<Place> publishAll(List<Addressed> events) {
        var sent = events.stream().map(it -> send(it.topic(), it.event())).toList();
        return IntStream.range(0, sent.size())
                .mapToObj(
                        i -> await(events.get(i).topic(), events.get(i).event().key(), sent.get(i)))
                .toList();
    }

    /** Writes one event to a partition of which its key tells nothing. */
    public void publishTo(int partition, Topic topic, Event event) {
        var record = new ProducerRecord<>(
                topic.topicName(), partition, event.key(), event.value().toByteArray());
        await(topic, event.key(), send(topic, event, record));
    }

    /** Takes a key out of a compacted topic. */
    public void remove(Topic topic, String key) {
        await(topic, key, send(topic, key, new ProducerRecord<>(topic.topicName(), key, null)));
    }

    private Future<RecordMetadata> send(Topic topic, Event event) {
        return send(
                topic,
                event,
                new ProducerRecord<>(
                        topic.topicName(), event.key(), event.value().toByteArray()));
    }

    private Future<RecordMetadata> send(Topic topic, Event event, ProducerRecord<String, byte[]> record) {
        CloudEvent.of(event.value(), event.id(), SOURCE, event.key(), event.time())
                .headers()
                .forEach((name, header) -> record.headers().add(name, header));
        return send(topic, event.key(), record);
    }

    private Future<RecordMetadata> send(Topic topic, String key, ProducerRecord<String, byte[]> record) {
        var span = tracing.publishing(topic, record.headers());
        try {
            long start = System.nanoTime();
            return producer(key).send(record, (_, failure) -> {
                if (failure == null) {
                    acknowledged.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
                } else {
                    span.setStatus(StatusCode.ERROR);
                }
                span.end();
            });
        } catch (KafkaException | IllegalStateException e) {
            // The second says that the producer is closed: this gateway is ending, and another one takes the request.
            span.setStatus(StatusCode.ERROR);
            span.end();
            throw refused(topic, key, e);
        }
    }

    private static Place await(Topic topic, String key, Future<RecordMetadata> sent) {
        try {
            var written = sent.get();
            return new Place(written.partition(), written.offset());
        } catch (ExecutionException e) {
            throw refused(topic, key, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused(topic, key, e);
        }
    }

    /** By the hash that chooses the partition. */
    private Producer<String, byte[]> producer(String key) {
        return producers.get(Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % CONNECTIONS);
    }

    @PreDestroy
    void close() {
        producers.parallelStream().forEach(producer -> producer.close(Duration.ofSeconds(2)));
    }

    private static ProblemException refused(Topic topic, String key, Throwable cause) {
        LOG.warnf(
                "event not acknowledged code=broker-unavailable topic=%s key=%s cause=%s",
                topic.topicName(), key, cause);
        return new ProblemException(
                ProblemCode.BROKER_UNAVAILABLE, "The broker did not acknowledge in time; send the request again");
    }

    private static Map<String, Object> settings(Map<String, Object> broker, Duration timeout, String name) {
        var settings = new HashMap<>(broker);
        int millis = Math.toIntExact(timeout.toMillis());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, name);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, millis / 2));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        return settings;
    }
}
