package io.unstir.gateway.topic;

import io.unstir.proto.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * What a compacted topic says, folded into one value: read from its beginning to its end, and from there on as it grows. Every
 * gateway reads all of it, so there is no group and nothing to commit; and only a consumer of its own can tell that it has come
 * to the end.
 *
 * @param <T> unchanging; each record makes the next one
 */
public final class TopicTable<T> {
    private static final Logger LOG = Logger.getLogger(TopicTable.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Topic topic;
    private final Map<String, Object> broker;
    private final T empty;
    private final Fold<T> fold;
    private final java.util.function.Consumer<T> reader;
    private final Thread thread;
    private volatile boolean stopping;

    /** What a record changes. */
    public interface Fold<T> {
        T after(T value, ConsumerRecord<String, byte[]> record);
    }

    /**
     * @param empty the value of a topic without records
     * @param reader gets the value once the topic was read to its end, and after each change
     */
    public TopicTable(
            Topic topic, Map<String, Object> broker, T empty, Fold<T> fold, java.util.function.Consumer<T> reader) {
        this.topic = topic;
        this.broker = broker;
        this.empty = empty;
        this.fold = fold;
        this.reader = reader;
        this.thread = Thread.ofPlatform().name(topic.topicName()).daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public void stop() throws InterruptedException {
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
            } catch (KafkaException e) {
                LOG.warnf(
                        "topic cannot be read, trying again code=registry-unavailable topic=%s cause=%s",
                        topic.topicName(), e);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void read(Consumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.topicName(), partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
        T value = empty;
        boolean atEnd = false;
        while (!stopping) {
            atEnd = atEnd
                    || ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            if (atEnd) {
                reader.accept(value);
            }
            for (var record : consumer.poll(PAUSE)) {
                value = after(value, record);
            }
        }
    }

    /** A record that breaks its reader would break it at each start again, and all that come after it would never be read. */
    private T after(T value, ConsumerRecord<String, byte[]> record) {
        try {
            return fold.after(value, record);
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "record skipped topic=%s partition=%d offset=%d",
                    record.topic(),
                    record.partition(),
                    record.offset());
            return value;
        }
    }

    private Map<String, Object> settings() {
        var settings = new HashMap<>(broker);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "unstir-gateway-" + topic.topicName());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return settings;
    }
}
