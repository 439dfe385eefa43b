package io.unstir.sampler;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive while the engine's thread is. */
@Liveness
@ApplicationScoped
class SamplerLiveness implements HealthCheck {
    private final SamplerLifecycle lifecycle;

    SamplerLiveness(SamplerLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public HealthCheckResponse call() {
        boolean alive = lifecycle.sampler().map(it -> it.engine().alive()).orElse(true);
        return HealthCheckResponse.named("engine").status(alive).build();
    }
}
