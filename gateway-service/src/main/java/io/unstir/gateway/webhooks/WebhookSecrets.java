package io.unstir.gateway.webhooks;

import io.unstir.gateway.config.GatewayConfig;
import jakarta.inject.Singleton;
import java.util.List;

/** What signs a tenant's webhooks: with each of the operator's secrets, so that one can be replaced while both are known. */
@Singleton
public class WebhookSecrets {
    private static final int SHORTEST = 32;

    private final List<String> masters;

    WebhookSecrets(GatewayConfig config) {
        this.masters = config.webhooks().masterSecrets().orElse(List.of());
        if (masters.stream().anyMatch(master -> master.length() < SHORTEST)) {
            throw new IllegalArgumentException(
                    "unstir.webhooks.master-secrets: each must have at least %d characters".formatted(SHORTEST));
        }
    }

    /** Whether there are webhooks at all: without a secret nobody could tell ours from anybody's. */
    public boolean areConfigured() {
        return !masters.isEmpty();
    }

    /** Newest first. */
    public List<SigningSecret> of(String tenant) {
        return masters.stream()
                .map(master -> SigningSecret.derived(master, tenant))
                .toList();
    }
}
