package io.unstir.local.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Timestamps;
import io.unstir.local.LocalFailure;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobEvent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the job events of everybody from now on, as any other system would. */
final class EventTail implements AutoCloseable {
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Map<String, Followed> jobs = new ConcurrentHashMap<>();
    private final AtomicLong ended = new AtomicLong();
    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread thread;

    private EventTail(KafkaConsumer<String, byte[]> consumer) {
        this.consumer = consumer;
        this.thread = Thread.ofPlatform().name("event-tail").unstarted(this::read);
    }

    /** Returns when every event from now on will be read. */
    static EventTail open(String bootstrapServers) {
        var consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        "500",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        "5000"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        var partitions = consumer.partitionsFor(Topic.JOB_EVENTS.topicName()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        var tail = new EventTail(consumer);
        tail.thread.start();
        return tail;
    }

    Followed job(String id) {
        return jobs.getOrDefault(id, Followed.NOTHING);
    }

    /** Jobs that have ended, in whatever way. */
    long ended() {
        return ended.get();
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (consumer) {
            while (true) {
                var records = consumer.poll(POLL);
                long seen = JobTimes.now();
                records.forEach(record -> take(record.value(), seen));
            }
        } catch (WakeupException e) {
            // The end of the measurement.
        }
    }

    private void take(byte[] value, long seen) {
        try {
            var event = JobEvent.parseFrom(value);
            var now = jobs.merge(
                    event.getJobId(),
                    Followed.NOTHING.with(event, Timestamps.toMicros(event.getOccurredAt()), seen),
                    (before, _) -> before.with(event, Timestamps.toMicros(event.getOccurredAt()), seen));
            boolean ends = event.hasSucceeded() || event.hasFailed() || event.hasCancelled();
            if (ends && now.ends() == 1) {
                ended.incrementAndGet();
            }
        } catch (InvalidProtocolBufferException e) {
            throw new LocalFailure("an event could not be read", e);
        }
    }
}
