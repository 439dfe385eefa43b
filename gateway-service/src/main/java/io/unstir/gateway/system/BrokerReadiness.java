package io.unstir.gateway.system;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the broker answers: without it no job can be taken. The registries are read from it, so until it was asked they tell. */
@Readiness
class BrokerReadiness implements HealthCheck {
    private final ShareGroupLag lag;

    BrokerReadiness(ShareGroupLag lag) {
        this.lag = lag;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("broker").status(lag.brokerAnswers()).build();
    }
}
