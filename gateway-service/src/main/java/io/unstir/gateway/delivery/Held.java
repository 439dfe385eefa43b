package io.unstir.gateway.delivery;

import io.unstir.proto.Moment;
import io.unstir.proto.v1.WebhookDelivery;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import org.apache.kafka.common.TopicPartition;

/**
 * A delivery in hand, and the record it came with.
 *
 * @param receiver host and port: what it shares with others that go there
 */
record Held(TopicPartition partition, long offset, WebhookDelivery delivery, Instant due, String receiver) {
    static Held of(TopicPartition partition, long offset, WebhookDelivery delivery) {
        var due = Moment.of(delivery.getDueAt());
        return new Held(partition, offset, delivery, due, receiver(URI.create(delivery.getUrl())));
    }

    private static String receiver(URI url) {
        return "%s:%d".formatted(url.getHost().toLowerCase(Locale.ROOT), url.getPort());
    }
}
