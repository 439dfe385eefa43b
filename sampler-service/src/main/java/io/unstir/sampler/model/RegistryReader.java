package io.unstir.sampler.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.CheckpointEvent;
import io.unstir.sampler.retry.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/** Reads the registry's topic from its start, without a group: every sampler sees all of it, each time it starts. */
public final class RegistryReader implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RegistryReader.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topic.CHECKPOINTS.topicName(), 0);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final String bootstrapServers;
    private final CheckpointRegistry registry;
    private final Thread thread;
    private volatile Optional<Consumer<byte[], byte[]>> reading = Optional.empty();
    private volatile boolean closed;

    /** Starts reading. */
    public RegistryReader(String bootstrapServers, CheckpointRegistry registry) {
        this.bootstrapServers = bootstrapServers;
        this.registry = registry;
        this.thread = Thread.ofVirtual().name("registry").start(this::run);
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        reading.ifPresent(Consumer::wakeup);
        thread.join();
    }

    private void run() {
        var backoff = Backoff.standard();
        while (!closed) {
            try (var consumer = consumer()) {
                reading = Optional.of(consumer);
                read(consumer);
            } catch (WakeupException e) {
                // Only close() wakes it up, and the loops' conditions see that.
            } catch (KafkaException e) {
                LOG.warnf("The registry can't be read, trying again: cause=%s", e.toString());
                backoff.pause();
            }
        }
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        consumer.assign(List.of(PARTITION));
        consumer.seekToBeginning(List.of(PARTITION));
        long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
        while (!closed) {
            if (!registry.complete() && consumer.position(PARTITION) >= end) {
                registry.markComplete();
                LOG.infof("The registry was read: checkpoints=%d", registry.size());
            }
            consumer.poll(POLL).forEach(this::apply);
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null) {
            return;
        }
        try {
            registry.apply(new String(record.key(), UTF_8), CheckpointEvent.parseFrom(record.value()));
        } catch (InvalidProtocolBufferException e) {
            LOG.warnf("A registry record is no CheckpointEvent: offset=%d", record.offset());
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        "unstir-sampler-registry",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        5_000,
                        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        4_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
