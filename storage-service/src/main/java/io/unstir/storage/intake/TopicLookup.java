package io.unstir.storage.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Which partitions the topics have now, each with its topic's id. */
record TopicLookup(Admin admin, List<String> topics) {

    record Found(Map<TopicPartition, String> topicIds, List<String> missing) {}

    Found find() throws InterruptedException {
        var topicIds = new HashMap<TopicPartition, String>();
        var missing = new ArrayList<String>();
        var described = admin.describeTopics(topics).topicNameValues();
        for (var name : topics) {
            describe(described.get(name))
                    .ifPresentOrElse(topic -> addPartitions(topic, topicIds), () -> missing.add(name));
        }
        return new Found(Map.copyOf(topicIds), List.copyOf(missing));
    }

    private static void addPartitions(TopicDescription topic, Map<TopicPartition, String> topicIds) {
        for (var partition : topic.partitions()) {
            topicIds.put(
                    new TopicPartition(topic.name(), partition.partition()),
                    topic.topicId().toString());
        }
    }

    private static Optional<TopicDescription> describe(KafkaFuture<TopicDescription> future)
            throws InterruptedException {
        try {
            return Optional.of(future.get());
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case UnknownTopicOrPartitionException _ -> Optional.empty();
                case KafkaException failure -> throw failure;
                default -> throw new KafkaException("cannot describe topics", e.getCause());
            };
        }
    }
}
