package io.unstir.storage.intake;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive while the intake's thread is: it waits for whatever is away, and only a defect ends it. */
@Liveness
@ApplicationScoped
class StorageLiveness implements HealthCheck {
    private final Intake intake;

    StorageLiveness(Intake intake) {
        this.intake = intake;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("intake")
                .status(!(intake.state() instanceof IntakeState.Stopped))
                .build();
    }
}
