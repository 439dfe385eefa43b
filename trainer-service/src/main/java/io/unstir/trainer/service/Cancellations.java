package io.unstir.trainer.service;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.TrainingControl;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Which trainings nobody wants any more, as the control topic says; also those that are not taken yet. Each trainer reads all
 * of the topic at every start, so there is no group.
 */
@ApplicationScoped
class Cancellations {
    private static final Logger LOG = Logger.getLogger(Cancellations.class);
    private static final List<TopicPartition> TOPIC =
            List.of(new TopicPartition(Topic.TRAINING_CONTROL.topicName(), 0));
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int TIMEOUT_MILLIS = 5_000;

    private final BrokerSettings broker;
    private final Map<String, String> reasons = new ConcurrentHashMap<>();
    private final CountDownLatch read = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("cancellations").unstarted(this::run);
    private volatile Optional<Consumer<String, byte[]>> reading = Optional.empty();
    private volatile boolean stopping;

    Cancellations(Config config) {
        this.broker = BrokerSettings.of(config);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        reading.ifPresent(Consumer::wakeup);
        thread.join();
    }

    /** Waits until everything was read that was said before this trainer started. */
    void awaitRead() throws InterruptedException {
        read.await();
    }

    /** Why the training shall end; empty where nobody said so. */
    Optional<String> reason(String trainingId) {
        return Optional.ofNullable(reasons.get(trainingId));
    }

    private void run() {
        while (!stopping) {
            try (var consumer = consumer()) {
                reading = Optional.of(consumer);
                read(consumer);
            } catch (WakeupException e) {
                // Only stop() wakes it up, and the loops' conditions see that.
            } catch (KafkaException e) {
                LOG.warnf("Cancellations can't be read, trying again: cause=%s", e.toString());
                pause();
            }
        }
    }

    private void read(Consumer<String, byte[]> consumer) {
        consumer.assign(TOPIC);
        consumer.seekToBeginning(TOPIC);
        long end = consumer.endOffsets(TOPIC).get(TOPIC.getFirst());
        while (!stopping) {
            if (consumer.position(TOPIC.getFirst()) >= end) {
                read.countDown();
            }
            consumer.poll(POLL).forEach(this::apply);
        }
    }

    private void apply(ConsumerRecord<String, byte[]> record) {
        try {
            var control = TrainingControl.parseFrom(record.value());
            if (control.hasCancelRequested()) {
                reasons.put(
                        control.getTrainingId(), control.getCancelRequested().getReason());
            }
        } catch (InvalidProtocolBufferException e) {
            LOG.warnf("A control record is no TrainingControl: offset=%d", record.offset());
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    private Consumer<String, byte[]> consumer() {
        Map<String, Object> settings = broker.with(Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG,
                "unstir-trainer-control",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS - 1_000));
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
