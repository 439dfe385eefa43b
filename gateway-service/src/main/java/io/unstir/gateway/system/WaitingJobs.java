package io.unstir.gateway.system;

import static java.util.stream.Collectors.toMap;

import io.unstir.proto.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** The records of a topic that a share group has not done with: neither accepted nor archived, those in hand included. */
record WaitingJobs(String group, Topic topic) {
    private static final int DEADLINE_MILLIS = 4000;

    long count(Admin admin) throws InterruptedException, ExecutionException {
        var partitions = IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.topicName(), partition))
                .toList();
        var told = told(admin, partitions);
        var untold = partitions.stream()
                .filter(it -> told.get(it) == null || told.get(it).lag().isEmpty())
                .toList();
        long lag = told.values().stream()
                .filter(info -> info != null)
                .mapToLong(info -> info.lag().orElse(0L))
                .sum();
        return untold.isEmpty() ? lag : lag + all(admin, untold);
    }

    private Map<TopicPartition, SharePartitionOffsetInfo> told(Admin admin, List<TopicPartition> partitions)
            throws InterruptedException, ExecutionException {
        try {
            return admin.listShareGroupOffsets(
                            Map.of(group, new ListShareGroupOffsetsSpec().topicPartitions(partitions)),
                            new ListShareGroupOffsetsOptions().timeoutMs(DEADLINE_MILLIS))
                    .partitionsToOffsetInfo(group)
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Map.of();
            }
            throw e;
        }
    }

    /** A group that never read a partition begins with its first record. */
    private static long all(Admin admin, List<TopicPartition> partitions)
            throws InterruptedException, ExecutionException {
        var ends = offsets(admin, partitions, OffsetSpec.latest());
        var beginnings = offsets(admin, partitions, OffsetSpec.earliest());
        return partitions.stream()
                .mapToLong(partition -> ends.get(partition) - beginnings.get(partition))
                .sum();
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec which)
            throws InterruptedException, ExecutionException {
        return admin
                .listOffsets(
                        partitions.stream().collect(toMap(partition -> partition, _ -> which)),
                        new ListOffsetsOptions().timeoutMs(DEADLINE_MILLIS))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
    }
}
