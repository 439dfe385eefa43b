package io.unstir.trainer.service;

import com.google.protobuf.InvalidProtocolBufferException;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.unstir.proto.Moment;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.CheckpointEvent;
import io.unstir.trainer.bundle.BundlePublisher.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.jboss.logging.Logger;

/** The compacted topic that names checkpoints. */
@ApplicationScoped
class CheckpointRegistry implements Registry {
    private static final Logger LOG = Logger.getLogger(CheckpointRegistry.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topic.CHECKPOINTS.topicName(), 0);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Outbox outbox;
    private final BrokerSettings broker;

    CheckpointRegistry(@Channel("checkpoints") MutinyEmitter<byte[]> emitter, Config config) {
        this.outbox = new Outbox(emitter);
        this.broker = BrokerSettings.of(config);
    }

    @Override
    public void announce(String name, CheckpointEvent event) throws IOException, InterruptedException {
        outbox.sendAndAwait(
                name, name + "/" + event.getPublished().getDigest(), Moment.of(event.getOccurredAt()), event);
    }

    /**
     * The newest event of every name, as of now.
     *
     * @throws IOException when the broker or the topic isn't there (yet)
     */
    Map<String, CheckpointEvent> read() throws IOException, InterruptedException {
        Map<String, Object> settings = broker.with(Map.of(
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false));
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
            var events = new HashMap<String, CheckpointEvent>();
            while (consumer.position(PARTITION) < end) {
                consumer.poll(POLL).forEach(entry -> add(events, entry.key(), entry.value()));
            }
            return events;
        } catch (InterruptException e) {
            throw new InterruptedException(e.getMessage());
        } catch (KafkaException e) {
            throw new IOException("The registry can't be read: " + e.getMessage(), e);
        }
    }

    private static void add(Map<String, CheckpointEvent> events, String name, byte[] value) {
        if (value == null) {
            events.remove(name);
            return;
        }
        try {
            events.put(name, CheckpointEvent.parseFrom(value));
        } catch (InvalidProtocolBufferException e) {
            LOG.errorf("Registry entry passed over, it can't be parsed: name=%s cause=%s", name, e.getMessage());
        }
    }
}
