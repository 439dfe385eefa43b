package io.unstir.sampler.intake;

import io.unstir.proto.Topic;
import io.unstir.sampler.config.BrokerSettings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Opens the share consumers of the slots for jobs of one topic. */
record ShareConsumers(BrokerSettings broker, Topic topic, String group) {
    static ShareConsumers interactive(BrokerSettings broker) {
        return new ShareConsumers(broker, Topic.JOBS, Topic.SAMPLERS_SHARE_GROUP);
    }

    static ShareConsumers bulk(BrokerSettings broker) {
        return new ShareConsumers(broker, Topic.JOBS_BULK, Topic.SAMPLERS_BULK_SHARE_GROUP);
    }

    ShareConsumer<byte[], byte[]> open(String name) {
        var consumer = new KafkaShareConsumer<>(
                broker.with(Map.of(
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        "unstir-" + name,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        group,
                        ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG,
                        "explicit",
                        // One record a poll, none fetched ahead: a lock's clock starts with the fetch.
                        ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG,
                        "record_limit",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        1,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG,
                        "")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic.topicName()));
        return consumer;
    }
}
