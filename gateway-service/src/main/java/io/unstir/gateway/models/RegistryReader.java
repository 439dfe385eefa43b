package io.unstir.gateway.models;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.unstir.gateway.topic.TopicTable;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.CheckpointEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Keeps the registry as its topic says. */
@Singleton
class RegistryReader {
    private static final Logger LOG = Logger.getLogger(RegistryReader.class);

    private final ModelRegistry registry;
    private final TopicTable<Models> table;

    RegistryReader(@Identifier("default-kafka-broker") Map<String, Object> broker, ModelRegistry registry) {
        this.registry = registry;
        this.table = new TopicTable<>(Topic.CHECKPOINTS, broker, Models.NONE, RegistryReader::after, this::publish);
    }

    void start(@Observes StartupEvent event) {
        table.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        table.stop();
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
}
