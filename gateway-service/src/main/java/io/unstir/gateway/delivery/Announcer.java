package io.unstir.gateway.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.unstir.gateway.webhooks.WebhookEvent;
import io.unstir.gateway.webhooks.WebhookSecrets;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.WebhookDelivery;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/** Reads job events and begins a delivery for each that a job's webhook wants. An event counts as read when that is written. */
@Singleton
class Announcer {
    private static final Logger LOG = Logger.getLogger(Announcer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Map<String, Object> broker;
    private final Outbox outbox;
    private final boolean configured;
    private volatile boolean stopping;
    private final Thread thread = Thread.ofPlatform().name("webhooks").daemon().unstarted(this::run);

    Announcer(@Identifier("default-kafka-broker") Map<String, Object> broker, Outbox outbox, WebhookSecrets secrets) {
        this.broker = broker;
        this.outbox = outbox;
        this.configured = secrets.areConfigured();
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
                    Groups.settings(broker, "unstir-webhooks"),
                    new StringDeserializer(),
                    new ByteArrayDeserializer())) {
                consumer.subscribe(List.of(Topic.JOB_EVENTS.topicName()));
                read(consumer);
            } catch (KafkaException e) {
                LOG.warnf("job events cannot be read, trying again code=broker-unavailable cause=%s", e);
                LockSupport.parkNanos(PAUSE.toNanos());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void read(Consumer<String, byte[]> consumer) throws InterruptedException {
        while (!stopping) {
            var records = consumer.poll(TICK);
            for (var record : records) {
                announce(record);
            }
            if (!records.isEmpty()) {
                consumer.commitSync();
            }
        }
    }

    private void announce(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        if (isProgress(record) || Groups.isTooOld(record) || record.value() == null) {
            return;
        }
        try {
            var event = JobEvent.parseFrom(record.value());
            var told = WebhookEvent.wanted(event);
            if (told.isPresent()) {
                outbox.begin(delivery(event, told.get()));
            }
        } catch (InvalidProtocolBufferException e) {
            LOG.warnf("job event skipped key=%s offset=%d cause=%s", record.key(), record.offset(), e.getMessage());
        }
    }

    /** Most events are, and nobody is told of them. */
    private static boolean isProgress(ConsumerRecord<String, byte[]> record) {
        return Optional.ofNullable(record.headers().lastHeader("ce_type"))
                .map(header -> new String(header.value(), UTF_8))
                .filter(type -> type.endsWith(".JobProgressed"))
                .isPresent();
    }

    /** The id tells the event: an event that comes twice makes the same delivery twice, which receivers can see. */
    private static WebhookDelivery delivery(JobEvent event, WebhookEvent told) {
        int index = event.getImageProduced().getIndex();
        String of = told == WebhookEvent.IMAGE_PRODUCED ? told.what() + "_" + index : told.what();
        return WebhookDelivery.newBuilder()
                .setId("msg_%s_%s".formatted(event.getJobId().replace("-", ""), of))
                .setJobId(event.getJobId())
                .setTenant(event.getTenant())
                .setUrl(event.getWebhook().getUrl())
                .setEvent(told.text())
                .setImageIndex(index)
                .setOccurredAt(event.getOccurredAt())
                .build();
    }
}
