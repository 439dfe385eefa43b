package io.unstir.sampler;

import io.unstir.sampler.config.BrokerSettings;
import io.unstir.sampler.model.Preparation;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when the registry was read to the end it had at start, the newest model it names is in memory or known to be none that can be run, and broker and storage answer now.
 */
@Readiness
@ApplicationScoped
class SamplerReadiness implements HealthCheck {
    private static final int DEADLINE_MILLIS = (int) Duration.ofSeconds(2).toMillis();

    private final SamplerLifecycle lifecycle;
    private final Admin admin;

    SamplerReadiness(SamplerLifecycle lifecycle, Config config) {
        this.lifecycle = lifecycle;
        this.admin = Admin.create(
                BrokerSettings.of(config).with(Map.of(AdminClientConfig.CLIENT_ID_CONFIG, "unstir-sampler-health")));
    }

    @Override
    public HealthCheckResponse call() {
        boolean registry =
                lifecycle.sampler().filter(it -> it.registry().complete()).isPresent();
        var model = registry ? lifecycle.sampler().orElseThrow().models().preparation() : Preparation.LOADING;
        boolean broker = registry && brokerAnswers();
        boolean storage = broker && storageAnswers();
        return HealthCheckResponse.named("sampler")
                .status(storage && model.settled())
                .withData("registry", registry ? "read" : "reading")
                .withData("model", model.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .withData("broker", broker)
                .withData("storage", storage)
                .build();
    }

    @PreDestroy
    void close() {
        admin.close(Duration.ZERO);
    }

    private boolean brokerAnswers() {
        try {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs(DEADLINE_MILLIS))
                    .clusterId()
                    .get();
            return true;
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean storageAnswers() {
        try {
            return lifecycle.sampler().orElseThrow().store().reachable();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
