package io.unstir.gateway.models;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the registry was read to its end: before, no job's model can be resolved. */
@Readiness
class RegistryReadiness implements HealthCheck {
    private final ModelRegistry registry;

    RegistryReadiness(ModelRegistry registry) {
        this.registry = registry;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("model registry")
                .status(registry.isRead())
                .build();
    }
}
