package io.unstir.sampler.topic;

import io.unstir.proto.Topic;
import io.unstir.sampler.config.BrokerSettings;
import io.unstir.sampler.retry.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/** Reads a topic of one partition from its start, without a group: every sampler sees all of it, each time it starts. */
public final class WholeTopic implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WholeTopic.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final BrokerSettings broker;
    private final TopicPartition partition;
    private final Reader reader;
    private final Thread thread;
    private volatile Optional<Consumer<byte[], byte[]>> reading = Optional.empty();
    private volatile boolean closed;

    /** What is done with the records, on one thread. */
    public interface Reader {
        void apply(ConsumerRecord<byte[], byte[]> record);

        /** All that was there at start has been applied; called once or, after the broker was away, again. */
        void complete();
    }

    /** Starts reading. */
    public WholeTopic(BrokerSettings broker, Topic topic, Reader reader) {
        this.broker = broker;
        this.partition = new TopicPartition(topic.topicName(), 0);
        this.reader = reader;
        this.thread = Thread.ofVirtual().name(topic.topicName()).start(this::run);
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        reading.ifPresent(Consumer::wakeup);
        thread.join();
    }

    private void run() {
        var backoff = Backoff.standard();
        while (!closed) {
            try (var consumer = consumer()) {
                reading = Optional.of(consumer);
                read(consumer);
            } catch (WakeupException e) {
                // Only close() wakes it up, and the loops' conditions see that.
            } catch (KafkaException e) {
                LOG.warnf("A topic can't be read, trying again: topic=%s cause=%s", partition.topic(), e.toString());
                backoff.pause();
            }
        }
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        boolean complete = false;
        while (!closed) {
            if (!complete && consumer.position(partition) >= end) {
                complete = true;
                reader.complete();
            }
            for (var record : consumer.poll(POLL)) {
                if (record.key() != null && record.value() != null) {
                    reader.apply(record);
                }
            }
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                broker.with(Map.of(
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        "unstir-sampler-" + partition.topic(),
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        5_000,
                        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        4_000)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
