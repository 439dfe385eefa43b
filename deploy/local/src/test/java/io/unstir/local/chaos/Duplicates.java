package io.unstir.local.chaos;

import io.unstir.proto.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes records of jobs and of events a second time, as a producer does that never heard of the first. */
final class Duplicates {
    private static final int MOST_OF_A_TOPIC = 60;
    private static final Duration POLL = Duration.ofMillis(500);

    private Duplicates() {}

    /** @return how many */
    static int write(String bootstrapServers) throws Exception {
        var settings = Map.<String, Object>of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ProducerConfig.ACKS_CONFIG, "all");
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            int written = 0;
            for (Topic topic : List.of(Topic.JOBS, Topic.JOB_EVENTS)) {
                for (var record : newest(bootstrapServers, topic)) {
                    producer.send(
                            new ProducerRecord<>(record.topic(), null, record.key(), record.value(), record.headers()));
                    written++;
                }
            }
            producer.flush();
            return written;
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> newest(String bootstrapServers, Topic topic) {
        var settings = Map.<String, Object>of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            var ends = consumer.endOffsets(partitions);
            int each = Math.max(1, MOST_OF_A_TOPIC / partitions.size());
            partitions.forEach(partition -> consumer.seek(partition, Math.max(0, ends.get(partition) - each)));
            var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(POLL).forEach(records::add);
            }
            if (records.isEmpty()) {
                throw new IllegalStateException("there was nothing in " + topic.topicName() + " to write twice");
            }
            return records;
        }
    }
}
