package io.unstir.storage.intake;

import io.unstir.storage.topic.BrokerSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.Config;

/** Opens the two clients of the intake. The consumer joins no group: its partitions are assigned, its offsets ours. */
@ApplicationScoped
class KafkaClients {
    private static final int REQUEST_TIMEOUT_MILLIS = 3_000;

    private final IntakeConfig config;
    private final BrokerSettings broker;

    KafkaClients(IntakeConfig config, Config all) {
        this.config = config;
        this.broker = BrokerSettings.of(all);
    }

    OpenClients open() {
        return new OpenClients(this::admin, this::consumer);
    }

    private Admin admin() {
        return Admin.create(broker.with(Map.of(
                AdminClientConfig.CLIENT_ID_CONFIG, "unstir-storage-admin",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS)));
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(broker.with(Map.ofEntries(
                Map.entry(ConsumerConfig.CLIENT_ID_CONFIG, "unstir-storage"),
                Map.entry(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class),
                Map.entry(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class),
                Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
                Map.entry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
                // What retention removed before it was read is gone; the rest must not be skipped with it.
                Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                Map.entry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false),
                Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.batchSize()),
                Map.entry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int)
                        config.fetchMaxWait().toMillis()))));
    }
}
