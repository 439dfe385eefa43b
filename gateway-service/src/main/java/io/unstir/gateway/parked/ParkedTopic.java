package io.unstir.gateway.parked;

import io.smallrye.common.annotation.Identifier;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.publish.EventPublisher;
import io.unstir.proto.Topic;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * The topic of parked jobs, read from its beginning to its end as it is now, when somebody asks. Nobody asks for weeks, so no gateway holds
 * it in memory; and who acts on it has to know it as it is.
 */
@Singleton
class ParkedTopic {
    private static final Logger LOG = Logger.getLogger(ParkedTopic.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(250);

    private final Map<String, Object> settings;
    private final EventPublisher publisher;
    private final ReentrantLock lock = new ReentrantLock();

    ParkedTopic(@Identifier("default-kafka-broker") Map<String, Object> broker, EventPublisher publisher) {
        this.settings = new HashMap<>(broker);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "unstir-gateway-parked");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
        this.publisher = publisher;
    }

    /** What reads records in their order. A record without a value takes its key off. */
    interface Reader {
        void take(ConsumerRecord<String, byte[]> record);
    }

    /** One reads at a time, however many ask. Where the broker does not answer, the request ends with 503. */
    void read(Reader reader) {
        try {
            if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw unavailable("others are reading");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("interrupted");
        }
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            readToEnd(consumer, reader);
        } catch (KafkaException e) {
            throw unavailable(e.toString());
        } finally {
            lock.unlock();
        }
    }

    /** Returns when the broker has it; who reads after that does not see the key. */
    void remove(String key) {
        publisher.remove(Topic.JOBS_PARKED, key);
    }

    private static void readToEnd(KafkaConsumer<String, byte[]> consumer, Reader reader) {
        var partition = new TopicPartition(Topic.JOBS_PARKED.topicName(), 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        long heard = System.nanoTime();
        while (consumer.position(partition) < end) {
            var records = consumer.poll(POLL);
            records.forEach(reader::take);
            if (!records.isEmpty()) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > PATIENCE.toNanos()) {
                throw unavailable("nothing came");
            }
        }
    }

    private static ProblemException unavailable(String cause) {
        LOG.warnf("parked jobs cannot be read code=broker-unavailable cause=%s", cause);
        return new ProblemException(
                ProblemCode.BROKER_UNAVAILABLE, "The broker did not answer in time; send the request again");
    }
}
