package io.unstir.local.bench;

import io.unstir.local.LocalFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** How much stands on each topic of a broker; the broker's own, in which it notes who has which record, included. */
record Footprint(Map<String, Amount> topics) {
    /** @param records ever written */
    record Amount(double records, double bytes) {
        static final Amount NOTHING = new Amount(0, 0);

        Amount plus(Amount other) {
            return new Amount(records + other.records, bytes + other.bytes);
        }
    }

    static Footprint of(String bootstrapServers) throws InterruptedException {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
            Map<TopicPartition, Long> bytes = bytes(admin);
            Map<TopicPartition, Long> ends = ends(admin, bytes);
            var topics = new HashMap<String, Amount>();
            bytes.forEach((partition, size) ->
                    topics.merge(partition.topic(), new Amount(ends.get(partition), size), Amount::plus));
            return new Footprint(topics);
        } catch (ExecutionException e) {
            throw new LocalFailure("the broker did not say how much stands on its topics", e);
        }
    }

    private static Map<TopicPartition, Long> bytes(Admin admin) throws ExecutionException, InterruptedException {
        var brokers = admin.describeCluster().nodes().get().stream()
                .map(node -> node.id())
                .toList();
        return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
                .flatMap(folders -> folders.values().stream())
                .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, replica -> replica.getValue().size(), Math::max));
    }

    private static Map<TopicPartition, Long> ends(Admin admin, Map<TopicPartition, Long> partitions)
            throws ExecutionException, InterruptedException {
        var latest = partitions.keySet().stream()
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    /** What came since, for each of so many jobs; topics on which nothing did are left out. */
    Footprint since(Footprint before, int jobs) {
        var grown = new TreeMap<String, Amount>();
        topics.forEach((topic, amount) -> {
            var then = before.topics.getOrDefault(topic, Amount.NOTHING);
            if (amount.records() > then.records()) {
                grown.put(
                        topic,
                        new Amount((amount.records() - then.records()) / jobs, (amount.bytes() - then.bytes()) / jobs));
            }
        });
        return new Footprint(grown);
    }
}
