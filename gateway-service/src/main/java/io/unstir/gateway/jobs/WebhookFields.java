package io.unstir.gateway.jobs;

import io.unstir.gateway.body.Fields;
import io.unstir.gateway.body.TextLimit;
import io.unstir.gateway.webhooks.WebhookEvent;
import io.unstir.gateway.webhooks.WebhookUrl;
import io.unstir.proto.v1.Webhook;
import java.util.List;
import java.util.Optional;

/** Whom to tell what becomes of the job. */
final class WebhookFields {
    private static final String FIELD = "webhook";
    private static final String URL = "url";

    private WebhookFields() {}

    static Optional<Webhook> read(Fields fields) {
        return fields.object(FIELD).map(webhook -> {
            var url = webhook.require(URL, WebhookUrl.LIMIT).text(URL, TextLimit.characters(1, WebhookUrl.MAX_LENGTH));
            url.flatMap(WebhookUrl::complaint)
                    .ifPresent(complaint -> webhook.complain(URL, WebhookUrl.LIMIT, "webhook.url " + complaint));
            return Webhook.newBuilder()
                    .setUrl(url.orElse(""))
                    .addAllEvents(webhook.choices("events", WebhookEvent.NAMES).orElse(List.of()))
                    .build();
        });
    }
}
