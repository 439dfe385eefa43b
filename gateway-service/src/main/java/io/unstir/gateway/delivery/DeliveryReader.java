package io.unstir.gateway.delivery;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.trace.LogsOf;
import io.unstir.gateway.webhooks.WebhookSecrets;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.WebhookDelivery;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads the deliveries that are this gateway's share, so many of each partition that memory is bounded, and has each attempted
 * when its time has come. A record counts as read when its attempt is over and what is left to do was written.
 */
@Singleton
class DeliveryReader {
    private static final Logger LOG = Logger.getLogger(DeliveryReader.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Of each partition in memory at once. */
    private static final int WINDOW = 1_000;

    private final Map<String, Object> broker;
    private final Courier courier;
    private final Outbox outbox;
    private final boolean configured;
    private final DeliveryQueue queue;
    private final Map<TopicPartition, OpenOffsets> offsets = new HashMap<>();
    private final ConcurrentLinkedQueue<Held> done = new ConcurrentLinkedQueue<>();
    private volatile boolean stopping;
    private final Thread thread =
            Thread.ofPlatform().name("webhook-deliveries").daemon().unstarted(this::run);

    DeliveryReader(
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            Courier courier,
            Outbox outbox,
            WebhookSecrets secrets,
            GatewayConfig config) {
        this.broker = broker;
        this.courier = courier;
        this.outbox = outbox;
        this.configured = secrets.areConfigured();
        this.queue = new DeliveryQueue(Limits.of(config.webhooks()));
    }

    void start(@Observes StartupEvent event) {
        if (configured) {
            thread.start();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        if (configured) {
            thread.join(PATIENCE);
        }
    }

    private void run() {
        while (!stopping) {
            try (var consumer = new KafkaConsumer<>(
                    Groups.settings(broker, "unstir-webhook-deliveries"),
                    new StringDeserializer(),
                    new ByteArrayDeserializer())) {
                consumer.subscribe(List.of(Topic.WEBHOOK_DELIVERIES.topicName()), shares(consumer));
                read(consumer);
            } catch (KafkaException e) {
                LOG.warnf("webhook deliveries cannot be read, trying again code=broker-unavailable cause=%s", e);
                LockSupport.parkNanos(PAUSE.toNanos());
            } finally {
                forget(Set.copyOf(offsets.keySet()));
            }
        }
    }

    private void read(Consumer<String, byte[]> consumer) {
        while (!stopping) {
            consumer.poll(TICK).forEach(this::hold);
            var step = queue.take(Instant.now());
            step.start().forEach(this::start);
            step.aside().forEach(held -> Thread.startVirtualThread(() -> putAside(held)));
            commit(consumer);
            offsets.forEach((partition, open) -> {
                if (open.size() >= WINDOW) {
                    consumer.pause(List.of(partition));
                } else if (open.size() <= WINDOW / 2) {
                    consumer.resume(List.of(partition));
                }
            });
        }
        commit(consumer);
    }

    private void hold(ConsumerRecord<String, byte[]> record) {
        var partition = new TopicPartition(record.topic(), record.partition());
        var open = offsets.computeIfAbsent(partition, _ -> new OpenOffsets());
        open.add(record.offset());
        try {
            if (Groups.isTooOld(record)) {
                throw new IllegalArgumentException("it is older than any wait");
            }
            queue.add(Held.of(partition, record.offset(), WebhookDelivery.parseFrom(record.value())));
        } catch (InvalidProtocolBufferException | RuntimeException e) {
            LOG.warnf(
                    "webhook delivery skipped key=%s offset=%d cause=%s",
                    record.key(), record.offset(), e.getMessage());
            open.close(record.offset());
        }
    }

    private void start(Held held) {
        Thread.startVirtualThread(() -> attempt(held));
    }

    private void attempt(Held held) {
        var logs = LogsOf.job(held.delivery().getJobId());
        try {
            courier.attempt(held.delivery());
            done.add(held);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf(e, "webhook attempt broke jobId=%s", held.delivery().getJobId());
            putAside(held);
        } finally {
            logs.close();
            queue.ended(held).forEach(this::start);
        }
    }

    private void putAside(Held held) {
        try {
            outbox.withoutRoom(held.delivery());
            done.add(held);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void commit(Consumer<String, byte[]> consumer) {
        for (var held = done.poll(); held != null; held = done.poll()) {
            var open = offsets.get(held.partition());
            if (open != null) {
                open.close(held.offset());
            }
        }
        var news = new HashMap<TopicPartition, OffsetAndMetadata>();
        offsets.forEach((partition, open) -> {
            if (open.tell()) {
                news.put(partition, new OffsetAndMetadata(open.doneTo()));
            }
        });
        if (!news.isEmpty()) {
            consumer.commitSync(news);
        }
    }

    private void forget(Collection<TopicPartition> partitions) {
        queue.forget(Set.copyOf(partitions));
        partitions.forEach(offsets::remove);
    }

    private ConsumerRebalanceListener shares(Consumer<String, byte[]> consumer) {
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                partitions.forEach(partition -> offsets.put(partition, new OpenOffsets()));
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                commit(consumer);
                forget(partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                forget(partitions);
            }
        };
    }
}
