package io.unstir.topics;

import io.unstir.proto.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes the topics that are missing, has those compacted that are read as lists, and the samplers' share groups begin at the oldest job.
 *
 * @param copies of each partition, on as many brokers
 */
public record TopicSetup(short copies) {
    private static final long TIMEOUT_SECONDS = 30;
    private static final String CLEANUP = "cleanup.policy";
    /**
     * Kafka allows no more unless it is told so. It counts every taking of a job, also those that a stop ended, and drops the record after the
     * last without a word: samplers park it before.
     */
    private static final String MOST_DELIVERIES = "10";

    private static final Duration PAUSE = Duration.ofMillis(50);

    public TopicSetup {
        if (copies < 1) {
            throw new IllegalArgumentException("copies must be at least 1 (got " + copies + ")");
        }
    }

    /** Returns when every partition has a leader that serves. */
    public void ensure(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        Set<String> existing = admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        List<NewTopic> missing = Arrays.stream(Topic.values())
                .filter(topic -> !existing.contains(topic.topicName()))
                .map(this::newTopic)
                .toList();
        if (!missing.isEmpty()) {
            awaitBrokers(admin);
        }
        admin.createTopics(missing).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        awaitLeaders(admin);
        alter(admin, safety());
        alter(admin, compaction());
        configureGroups(admin);
    }

    /** What no topic says: where the share groups begin, and when Kafka gives a record up. */
    public void configureGroups(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        var settings = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
        List.of(Topic.SAMPLERS_SHARE_GROUP, Topic.SAMPLERS_BULK_SHARE_GROUP)
                .forEach(group -> settings.put(
                        new ConfigResource(ConfigResource.Type.GROUP, group),
                        List.of(
                                set("share.auto.offset.reset", "earliest"),
                                set("share.delivery.count.limit", MOST_DELIVERIES))));
        alter(admin, settings);
    }

    private static void alter(Admin admin, Map<ConfigResource, Collection<AlterConfigOp>> settings)
            throws ExecutionException, InterruptedException, TimeoutException {
        admin.incrementalAlterConfigs(settings).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** A partition's copies lie on as many brokers, which come one by one. */
    private void awaitBrokers(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        int there = brokers(admin);
        while (there < copies) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException(
                        "%d of %d brokers are there after %d s".formatted(there, copies, TIMEOUT_SECONDS));
            }
            Thread.sleep(PAUSE);
            there = brokers(admin);
        }
    }

    private static int brokers(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        return admin.describeCluster()
                .nodes()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .size();
    }

    /**
     * Asks every partition for its end, which only a leader that serves answers. An idempotent producer that writes to a partition
     * before that can have its batches refused out of order, and wait two minutes for its own timeout. A broker that has just made a
     * topic may not know of it yet, so it is asked again.
     */
    private static void awaitLeaders(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (true) {
            try {
                askForEnds(admin);
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private static void askForEnds(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> ends = Arrays.stream(Topic.values())
                .flatMap(topic -> IntStream.range(0, topic.partitions())
                        .mapToObj(partition -> new TopicPartition(topic.topicName(), partition)))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        admin.listOffsets(ends).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private NewTopic newTopic(Topic topic) {
        return new NewTopic(topic.topicName(), topic.partitions(), copies).configs(settings(topic));
    }

    /** How a topic keeps its records, as it is made. */
    public static Map<String, String> settings(Topic topic) {
        var settings = new HashMap<String, String>();
        settings.put(CLEANUP, cleanup(topic));
        settings.put(
                "retention.ms",
                Long.toString(topic.retention().map(Duration::toMillis).orElse(-1L)));
        // Only closed segments are removed: without this, minutes of retention would mean a week.
        topic.retention()
                .filter(retention -> retention.compareTo(Duration.ofDays(1)) < 0)
                .ifPresent(retention -> settings.put("segment.ms", Long.toString(retention.toMillis())));
        return settings;
    }

    /** Said again of topics that are there: one may have been made when it was no list yet. How long others keep records is their operator's. */
    private static Map<ConfigResource, Collection<AlterConfigOp>> compaction() {
        return Arrays.stream(Topic.values())
                .filter(topic -> topic.cleanup() == Topic.Cleanup.COMPACT)
                .collect(Collectors.toMap(
                        topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()),
                        topic -> List.of(set(CLEANUP, cleanup(topic)))));
    }

    private static String cleanup(Topic topic) {
        return topic.cleanup().name().toLowerCase(Locale.ROOT);
    }

    private Map<ConfigResource, Collection<AlterConfigOp>> safety() {
        var settings = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
        for (Topic topic : Topic.values()) {
            settings.put(
                    new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()),
                    copies == 1 ? onDisk(topic) : List.of(set("min.insync.replicas", Integer.toString(copies - 1))));
        }
        settings.values().removeIf(Collection::isEmpty);
        return settings;
    }

    /**
     * Whether a record is on the disk when the broker acknowledges it. Kafka trusts its replicas and syncs when the kernel likes, but here is
     * one copy. The broker's own topics may lose their last seconds to a power cut: what samplers and readers have done with is then done
     * again, and comes out the same.
     */
    private static Collection<AlterConfigOp> onDisk(Topic topic) {
        return topic == Topic.PREVIEWS ? List.of() : List.of(set("flush.messages", "1"));
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }
}
