package io.unstir.gateway.live;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the live events are read: before, nobody could follow a job. */
@Readiness
class LiveReadiness implements HealthCheck {
    private final LiveFeed feed;

    LiveReadiness(LiveFeed feed) {
        this.feed = feed;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("live events").status(feed.started()).build();
    }
}
