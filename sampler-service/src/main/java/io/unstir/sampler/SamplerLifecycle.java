package io.unstir.sampler;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.unstir.sampler.config.BrokerSettings;
import io.unstir.sampler.config.SamplerConfig;
import io.unstir.sampler.config.StorageConfig;
import io.unstir.sampler.session.DeviceException;
import io.unstir.sampler.session.RunDelay;
import io.unstir.sampler.trace.Collector;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Ties the sampler to the process. */
@ApplicationScoped
class SamplerLifecycle {
    private final SamplerConfig config;
    private final StorageConfig storage;
    private final BrokerSettings broker;
    private final MeterRegistry meters;
    private volatile Optional<Sampler> sampler = Optional.empty();

    SamplerLifecycle(SamplerConfig config, StorageConfig storage, Config all, MeterRegistry meters) {
        this.meters = meters;
        this.config = config;
        this.storage = storage;
        this.broker = BrokerSettings.of(all);
    }

    void start(@Observes StartupEvent event) {
        try {
            sampler =
                    Optional.of(new Sampler(config, storage, broker, delay(), meters, Collector.open(System.getenv())));
        } catch (DeviceException e) {
            // Of this one, Quarkus prints the message and no stack trace before it ends the process.
            throw new ConfigurationException(e.getMessage());
        }
    }

    private RunDelay delay() {
        return RunDelay.allowed(config.bench().runDelay(), config.bench().rowDelay(), ConfigUtils.getProfiles());
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (sampler.isPresent()) {
            sampler.get().close();
        }
    }

    Optional<Sampler> sampler() {
        return sampler;
    }
}
