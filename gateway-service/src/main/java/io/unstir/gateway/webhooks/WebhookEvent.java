package io.unstir.gateway.webhooks;

import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.Webhook;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a webhook can be told of. */
public enum WebhookEvent {
    JOB_SUCCEEDED("job.succeeded", "succeeded"),
    JOB_FAILED("job.failed", "failed"),
    JOB_CANCELED("job.canceled", "canceled"),
    IMAGE_PRODUCED("image.produced", "image");

    public static final List<String> NAMES =
            Stream.of(values()).map(WebhookEvent::text).toList();

    private final String text;
    private final String what;

    WebhookEvent(String text, String what) {
        this.text = text;
        this.what = what;
    }

    /** The {@code type} of its message. */
    public String text() {
        return text;
    }

    /** A job's status behind it, or {@code image}. */
    public String what() {
        return what;
    }

    public static Optional<WebhookEvent> parse(String text) {
        return Stream.of(values()).filter(event -> event.text.equals(text)).findFirst();
    }

    /** What the job's webhook, if it has one, wants to be told of the event. */
    public static Optional<WebhookEvent> wanted(JobEvent event) {
        return event.hasWebhook() ? of(event).filter(told -> told.isWantedBy(event.getWebhook())) : Optional.empty();
    }

    private static Optional<WebhookEvent> of(JobEvent event) {
        return switch (event.getEventCase()) {
            case SUCCEEDED -> Optional.of(JOB_SUCCEEDED);
            case FAILED -> Optional.of(JOB_FAILED);
            case CANCELLED -> Optional.of(JOB_CANCELED);
            case IMAGE_PRODUCED -> Optional.of(IMAGE_PRODUCED);
            case STARTED, PROGRESSED, EVENT_NOT_SET -> Optional.empty();
        };
    }

    /** Whoever names no events wants the ends. */
    private boolean isWantedBy(Webhook webhook) {
        return webhook.getEventsCount() == 0
                ? this != IMAGE_PRODUCED
                : webhook.getEventsList().contains(text);
    }
}
