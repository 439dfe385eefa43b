package io.unstir.gateway.delivery;

import com.google.protobuf.Timestamp;
import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.publish.EventPublisher;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.WebhookDelivery;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Writes down what is to become of a delivery. Each method returns when the broker has it, however long that takes. */
@Singleton
class Outbox {
    private static final Logger LOG = Logger.getLogger(Outbox.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final EventPublisher publisher;
    private final Schedule schedule;

    Outbox(EventPublisher publisher, GatewayConfig config) {
        this.publisher = publisher;
        this.schedule = new Schedule(config.webhooks().schedule());
    }

    /** A delivery that was never tried. */
    void begin(WebhookDelivery delivery) throws InterruptedException {
        write(0, at(delivery, schedule.next(delivery.getId(), 0, Instant.now())));
    }

    /** Tries again later, or gives up after the last attempt. */
    void failed(WebhookDelivery delivery, String failure, Duration atLeast) throws InterruptedException {
        int attempts = delivery.getAttempts() + 1;
        var counted =
                delivery.toBuilder().setAttempts(attempts).setFailure(failure).build();
        if (schedule.isOver(attempts)) {
            park(counted);
            return;
        }
        var now = Instant.now();
        var due = schedule.next(delivery.getId(), attempts, now);
        var asked = now.plus(atLeast);
        write(attempts, at(counted, due.isBefore(asked) ? asked : due));
        LOG.infof(
                "webhook attempt failed jobId=%s webhookId=%s attempt=%d failure=%s",
                delivery.getJobId(), delivery.getId(), attempts, failure);
    }

    /** The receiver wants no more of it. */
    void refused(WebhookDelivery delivery, String failure) throws InterruptedException {
        park(delivery.toBuilder()
                .setAttempts(delivery.getAttempts() + 1)
                .setFailure(failure)
                .build());
    }

    void withoutMessage(WebhookDelivery delivery) throws InterruptedException {
        write(Schedule.WITHOUT_MESSAGE, at(delivery, schedule.soon(Instant.now())));
    }

    void withoutRoom(WebhookDelivery delivery) throws InterruptedException {
        write(Schedule.WITHOUT_ROOM, at(delivery, schedule.soon(Instant.now())));
    }

    private void park(WebhookDelivery delivery) throws InterruptedException {
        var parked = delivery.toBuilder().clearDueAt().build();
        untilWritten(() -> publisher.publish(
                Topic.WEBHOOK_DELIVERIES_PARKED, parked.getJobId(), parked, parked.getId() + "/parked", Instant.now()));
        LOG.warnf(
                "webhook given up jobId=%s webhookId=%s event=%s attempts=%d failure=%s",
                parked.getJobId(), parked.getId(), parked.getEvent(), parked.getAttempts(), parked.getFailure());
    }

    private void write(int partition, WebhookDelivery delivery) throws InterruptedException {
        var now = Instant.now();
        String id = "%s/%d/%d".formatted(delivery.getId(), delivery.getAttempts(), now.toEpochMilli());
        var event = new EventPublisher.Event(delivery.getJobId(), delivery, id, now);
        untilWritten(() -> publisher.publishTo(partition, Topic.WEBHOOK_DELIVERIES, event));
    }

    private static void untilWritten(Runnable write) throws InterruptedException {
        while (true) {
            try {
                write.run();
                return;
            } catch (ProblemException e) {
                Thread.sleep(PAUSE);
            }
        }
    }

    private static WebhookDelivery at(WebhookDelivery delivery, Instant due) {
        var time = Timestamp.newBuilder().setSeconds(due.getEpochSecond()).setNanos(due.getNano());
        return delivery.toBuilder().setDueAt(time).build();
    }
}
