package io.unstir.gateway.delivery;

import io.unstir.gateway.webhooks.WebhookSecrets;
import io.unstir.proto.v1.WebhookDelivery;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Makes one attempt of a delivery. */
@Singleton
class Courier {
    private static final Logger LOG = Logger.getLogger(Courier.class);
    private static final int GONE = 410;
    private static final Duration LONGEST_ASKED = Duration.ofHours(1);
    /** Storage is as a rule milliseconds behind the events. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private static final int LOOKS = 20;

    private final Messages messages;
    private final WebhookSecrets secrets;
    private final Sender sender;
    private final Outbox outbox;

    Courier(Messages messages, WebhookSecrets secrets, Sender sender, Outbox outbox) {
        this.messages = messages;
        this.secrets = secrets;
        this.sender = sender;
        this.outbox = outbox;
    }

    /** Returns when the broker has what is left to do, if anything: then the record that brought the delivery is done with. */
    void attempt(WebhookDelivery delivery) throws InterruptedException {
        switch (message(delivery)) {
            case Message.Ready(byte[] body) -> conclude(delivery, post(delivery, body));
            case Message.NotYet() -> outbox.withoutMessage(delivery);
            case Message.Untrue() ->
                LOG.infof("webhook dropped jobId=%s webhookId=%s", delivery.getJobId(), delivery.getId());
        }
    }

    private Message message(WebhookDelivery delivery) throws InterruptedException {
        var message = messages.of(delivery);
        for (int look = 1; look < LOOKS && message instanceof Message.NotYet; look++) {
            Thread.sleep(PAUSE);
            message = messages.of(delivery);
        }
        return message;
    }

    private Sender.Answer post(WebhookDelivery delivery, byte[] body) {
        long now = Instant.now().getEpochSecond();
        String signatures = secrets.of(delivery.getTenant()).stream()
                .map(secret -> secret.sign(delivery.getId(), now, body))
                .collect(Collectors.joining(" "));
        var headers = Map.of(
                "webhook-id", delivery.getId(),
                "webhook-timestamp", Long.toString(now),
                "webhook-signature", signatures);
        return sender.post(URI.create(delivery.getUrl()), headers, body);
    }

    private void conclude(WebhookDelivery delivery, Sender.Answer answer) throws InterruptedException {
        switch (answer) {
            case Sender.Answer.Status status
            when status.code() / 100 == 2 ->
                LOG.infof(
                        "webhook delivered jobId=%s webhookId=%s event=%s attempt=%d",
                        delivery.getJobId(), delivery.getId(), delivery.getEvent(), delivery.getAttempts() + 1);
            case Sender.Answer.Status status when status.code() == GONE -> outbox.refused(delivery, "status-410");
            case Sender.Answer.Status status ->
                outbox.failed(
                        delivery,
                        "status-" + status.code(),
                        atMost(status.retryAfter().orElse(Duration.ZERO)));
            case Sender.Answer.None none -> outbox.failed(delivery, none.reason(), Duration.ZERO);
        }
    }

    private static Duration atMost(Duration asked) {
        return asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
    }
}
