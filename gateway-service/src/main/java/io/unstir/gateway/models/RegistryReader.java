package io.unstir.gateway.models;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.CheckpointEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads the registry's topic from its beginning and goes on reading. Every gateway reads all of it, so there is no group
 * and nothing to commit; and only a consumer of its own can tell that it has come to the end.
 */
@Singleton
class RegistryReader {
    private static final Logger LOG = Logger.getLogger(RegistryReader.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Map<String, Object> broker;
    private final ModelRegistry registry;
    private volatile boolean stopping;
    private final Thread thread = Thread.ofPlatform().name("registry").daemon().unstarted(this::run);

    RegistryReader(@Identifier("default-kafka-broker") Map<String, Object> broker, ModelRegistry registry) {
        this.broker = broker;
        this.registry = registry;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        thread.join(PATIENCE);
    }

    private void run() {
        while (!stopping) {
            try (var consumer =
                    new KafkaConsumer<>(settings(), new StringDeserializer(), new ByteArrayDeserializer())) {
                read(consumer);
            } catch (KafkaException e) {
                LOG.warnf("registry cannot be read, trying again code=registry-unavailable cause=%s", e);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void read(Consumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = IntStream.range(0, Topic.CHECKPOINTS.partitions())
                .mapToObj(partition -> new TopicPartition(Topic.CHECKPOINTS.topicName(), partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
        Models models = Models.NONE;
        boolean atEnd = false;
        while (!stopping) {
            atEnd = atEnd
                    || ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            if (atEnd) {
                publish(models);
            }
            for (var record : consumer.poll(PAUSE)) {
                models = after(models, record);
            }
        }
    }

    private void publish(Models models) {
        if (!registry.isRead()) {
            LOG.infof("registry read models=%d", models.published().size());
        }
        registry.replace(models);
    }

    private static Models after(Models models, ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return models.without(record.key());
        }
        try {
            return models.after(CheckpointEvent.parseFrom(record.value()));
        } catch (InvalidProtocolBufferException e) {
            LOG.warnf(
                    "registry record skipped key=%s offset=%d cause=%s", record.key(), record.offset(), e.getMessage());
            return models;
        }
    }

    private Map<String, Object> settings() {
        var settings = new HashMap<>(broker);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "unstir-gateway-registry");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return settings;
    }
}
