package io.unstir.gateway.keys;

import io.unstir.gateway.config.GatewayConfig;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the keys were read to their end: before, a key that was revoked might work and a good one might not. */
@Readiness
class KeyReadiness implements HealthCheck {
    private final KeyRegistry registry;
    private final boolean on;

    KeyReadiness(KeyRegistry registry, GatewayConfig config) {
        this.registry = registry;
        this.on = config.auth().keys();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("API keys")
                .status(!on || registry.isRead())
                .build();
    }
}
