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
import org.jboss.logging.Logger;

/** Ties the sampler to the process. */
@ApplicationScoped
class SamplerLifecycle {
    private static final Logger LOG = Logger.getLogger(SamplerLifecycle.class);
    private static final int ENDED_BY_DEFECT = 1;

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
            var started = new Sampler(config, storage, broker, delay(), meters, Collector.open(System.getenv()));
            started.engine().atDefect(SamplerLifecycle::end);
            sampler = Optional.of(started);
        } catch (DeviceException e) {
            // Of this one, Quarkus prints the message and no stack trace before it ends the process.
            throw new ConfigurationException(e.getMessage());
        }
    }

    /**
     * Its slots would keep jobs locked that never end. Nothing is given back, as where the process is killed: so whoever gets these jobs next
     * finds out whether one of them is to blame.
     */
    private static void end(Throwable defect) {
        LOG.fatal("The engine ended by a defect, so does the process", defect);
        Runtime.getRuntime().halt(ENDED_BY_DEFECT);
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
