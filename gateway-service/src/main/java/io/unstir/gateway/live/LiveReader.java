package io.unstir.gateway.live;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.unstir.gateway.quota.OpenJobs;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.JobSubmitted;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads jobs, job events and previews from about their end on: from where storage has read to, which tells what is before. Every gateway reads all of them, so that a client can come
 * to any; so there is no group and nothing to commit. A consumer that fails is replaced by one that goes on where it was.
 */
@Singleton
class LiveReader {
    private static final Logger LOG = Logger.getLogger(LiveReader.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Map<String, Object> broker;
    private final LiveFeed feed;
    private final RecentJobs jobs;
    private final OpenJobs open;
    private final StoredOpenJobs stored;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private volatile boolean stopping;
    private final Thread thread = Thread.ofPlatform().name("live").daemon().unstarted(this::run);

    LiveReader(
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            LiveFeed feed,
            RecentJobs jobs,
            OpenJobs open,
            StoredOpenJobs stored) {
        this.jobs = jobs;
        this.open = open;
        this.stored = stored;
        this.broker = broker;
        this.feed = feed;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        // A gateway that refuses to start stops what it has not begun.
        if (thread.isAlive()) {
            thread.join(PATIENCE);
        }
    }

    private void run() {
        while (!stopping) {
            try (var consumer =
                    new KafkaConsumer<>(settings(), new StringDeserializer(), new ByteArrayDeserializer())) {
                read(consumer);
            } catch (InvalidOffsetException e) {
                LOG.warnf("job events were deleted unread, going on at the end partitions=%s", e.partitions());
                positions.clear();
            } catch (KafkaException e) {
                LOG.warnf("job events cannot be read, trying again code=broker-unavailable cause=%s", e);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void read(Consumer<String, byte[]> consumer) {
        if (positions.isEmpty()) {
            begin(consumer);
        } else {
            consumer.assign(positions.keySet());
            positions.forEach(consumer::seek);
        }
        while (!stopping) {
            for (var record : consumer.poll(PAUSE)) {
                try {
                    deliver(record);
                } catch (RuntimeException e) {
                    // Else it would end this thread, and no client of this gateway would hear of anything any more.
                    LOG.errorf(
                            e,
                            "record skipped topic=%s partition=%d offset=%d",
                            record.topic(),
                            record.partition(),
                            record.offset());
                }
                positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            }
            jobs.readTo(submissions());
        }
    }

    private void begin(Consumer<String, byte[]> consumer) {
        var all = new ArrayList<TopicPartition>();
        for (var topic : List.of(Topic.JOBS, Topic.JOBS_BULK, Topic.JOB_EVENTS, Topic.PREVIEWS)) {
            all.addAll(partitions(consumer, topic));
        }
        consumer.assign(all);
        var before = stored.read();
        var ends = consumer.endOffsets(all, PATIENCE);
        var begins = consumer.beginningOffsets(all, PATIENCE);
        all.forEach(partition ->
                positions.put(partition, Math.max(begins.get(partition), before.from(partition, ends.get(partition)))));
        positions.forEach(consumer::seek);
        jobs.startAt(submissions());
        open.forget();
        before.jobs().forEach(job -> open.known(job.id(), job.tenant(), job.keyId()));
        feed.startAt(offsets(Topic.JOB_EVENTS));
        LOG.infof("live events are read partitions=%d", all.size());
    }

    /** Where reading of jobs goes on. */
    private Map<TopicPartition, Long> submissions() {
        var offsets = new HashMap<>(positions);
        offsets.keySet().removeIf(partition -> !isOfJobs(partition.topic()));
        return offsets;
    }

    private static boolean isOfJobs(String topic) {
        return Topic.OF_JOBS.stream().anyMatch(it -> it.topicName().equals(topic));
    }

    /** Where reading goes on, by partition. */
    private Map<Integer, Long> offsets(Topic topic) {
        var offsets = new HashMap<Integer, Long>();
        positions.forEach((partition, offset) -> {
            if (partition.topic().equals(topic.topicName())) {
                offsets.put(partition.partition(), offset);
            }
        });
        return offsets;
    }

    private static List<TopicPartition> partitions(Consumer<String, byte[]> consumer, Topic topic) {
        var found = consumer.partitionsFor(topic.topicName(), PATIENCE);
        if (found == null || found.isEmpty()) {
            throw new UnknownTopicOrPartitionException(topic.topicName());
        }
        return found.stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    private void deliver(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null) {
            LOG.warnf("record without a key skipped topic=%s offset=%d", record.topic(), record.offset());
        } else if (record.topic().equals(Topic.JOB_EVENTS.topicName())) {
            feed.event(record);
            happened(record);
        } else if (isOfJobs(record.topic())) {
            accepted(record);
        } else {
            feed.preview(record);
        }
    }

    private void accepted(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            // What cannot be read is no job, for storage neither.
            var job = JobSubmitted.parseFrom(record.value());
            open.submitted(
                    record.key(),
                    job.getTenant(),
                    job.getKeyId(),
                    job.getRequest().getImageCount());
            jobs.add(
                    record.key(),
                    record.value(),
                    new TopicPartition(record.topic(), record.partition()),
                    record.offset());
        } catch (InvalidProtocolBufferException e) {
            LOG.warnf("submission skipped key=%s offset=%d cause=%s", record.key(), record.offset(), e.getMessage());
        }
    }

    private void happened(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.value() != null && isEnd(JobEvent.parseFrom(record.value()))) {
                open.ended(record.key());
            }
        } catch (InvalidProtocolBufferException e) {
            LOG.debugf("job event skipped key=%s offset=%d", record.key(), record.offset());
        }
    }

    private static boolean isEnd(JobEvent event) {
        return event.hasSucceeded() || event.hasFailed() || event.hasCancelled();
    }

    private Map<String, Object> settings() {
        var settings = new HashMap<>(broker);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "unstir-gateway-live");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return settings;
    }
}
