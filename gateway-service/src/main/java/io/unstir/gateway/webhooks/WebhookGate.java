package io.unstir.gateway.webhooks;

import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.network.AddressNotAllowed;
import io.unstir.gateway.network.PublicHosts;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.proto.v1.Webhook;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Refuses webhooks that could not be delivered, as far as that can be told when a job is submitted. What an address leads to is
 * looked at again at each attempt.
 */
@Singleton
public class WebhookGate {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final WebhookSecrets secrets;
    private final PublicHosts hosts;
    private final boolean allowHttp;

    WebhookGate(WebhookSecrets secrets, PublicHosts hosts, GatewayConfig config) {
        this.secrets = secrets;
        this.hosts = hosts;
        this.allowHttp = config.webhooks().allowHttp();
    }

    /** Ends the request where the webhook is refused. */
    public void require(Webhook webhook) {
        if (!secrets.areConfigured()) {
            throw refused("webhook", null, "no webhooks", "Webhooks are not configured here");
        }
        var url = URI.create(webhook.getUrl());
        if (!allowHttp && url.getScheme().equalsIgnoreCase("http")) {
            throw refused("webhook.url", webhook.getUrl(), WebhookUrl.LIMIT, "webhook.url must begin with https://");
        }
        if (leadsNowhere(url.getHost())) {
            throw refused(
                    "webhook.url",
                    webhook.getUrl(),
                    "a host on the public internet, or in unstir.webhooks.allowed-networks",
                    "webhook.url names a host that webhooks may not reach");
        }
    }

    /** A host that cannot be looked up now may be there when the job has ended. */
    private boolean leadsNowhere(String host) {
        var lookup = new CompletableFuture<Boolean>();
        Thread.startVirtualThread(() -> lookup.complete(isNotAllowed(host)));
        try {
            return lookup.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a lookup failed", e.getCause());
        }
    }

    private boolean isNotAllowed(String host) {
        try {
            hosts.resolve(host);
            return false;
        } catch (AddressNotAllowed e) {
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static ProblemException refused(String field, String value, String limit, String message) {
        return new ProblemException(ProblemCode.INVALID_REQUEST, new FieldError(field, value, limit, message));
    }
}
