package io.unstir.local.chaos;

import io.unstir.proto.Topic;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.common.TopicPartition;

/** What the samplers have not done with. */
final class Backlog {
    private Backlog() {}

    /** Records that the share group has neither accepted nor given up: those in hand, and those that a killed sampler had in hand, included. */
    static long count(String bootstrapServers) throws InterruptedException, ExecutionException {
        var partitions = new ListShareGroupOffsetsSpec()
                .topicPartitions(IntStream.range(0, Topic.JOBS.partitions())
                        .mapToObj(partition -> new TopicPartition(Topic.JOBS.topicName(), partition))
                        .collect(Collectors.toList()));
        Map<String, Object> settings = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (var admin = Admin.create(settings)) {
            return admin
                    .listShareGroupOffsets(Map.of(Topic.SAMPLERS_SHARE_GROUP, partitions))
                    .partitionsToOffsetInfo(Topic.SAMPLERS_SHARE_GROUP)
                    .get()
                    .values()
                    .stream()
                    .filter(info -> info != null)
                    .mapToLong(info -> info.lag().orElse(0L))
                    .sum();
        }
    }
}
