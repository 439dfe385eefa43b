package io.unstir.sampler;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.SamplerState;
import io.unstir.sampler.blob.BlobStore;
import io.unstir.sampler.build.SamplerBuild;
import io.unstir.sampler.conditioning.Conditions;
import io.unstir.sampler.conditioning.Uploads;
import io.unstir.sampler.config.BrokerSettings;
import io.unstir.sampler.config.SamplerConfig;
import io.unstir.sampler.config.StorageConfig;
import io.unstir.sampler.control.Cancellations;
import io.unstir.sampler.delivery.ImageDelivery;
import io.unstir.sampler.delivery.Publisher;
import io.unstir.sampler.engine.Engine;
import io.unstir.sampler.engine.LaneMemory;
import io.unstir.sampler.engine.RunMeters;
import io.unstir.sampler.intake.Intake;
import io.unstir.sampler.job.JobRunner;
import io.unstir.sampler.job.PreviewPolicy;
import io.unstir.sampler.model.CheckpointRegistry;
import io.unstir.sampler.model.Models;
import io.unstir.sampler.model.RegistryReader;
import io.unstir.sampler.replica.Pulse;
import io.unstir.sampler.session.DeviceChoice;
import io.unstir.sampler.session.Ort;
import io.unstir.sampler.session.RunDelay;
import io.unstir.sampler.topic.WholeTopic;
import io.unstir.sampler.trace.JobTrace;
import org.jboss.logging.Logger;

/** A running sampler: its parts, started in the order they need each other and stopped in the reverse. */
public final class Sampler implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Sampler.class);

    /** Lanes may take this part of the heap. */
    private static final int LANES_PART = 2;

    /** Lanes in bulk may take this part of that, so that they never fill it. */
    private static final int BULK_PART = 2;

    private final BlobStore store;
    private final Engine engine;
    private final CheckpointRegistry registry = new CheckpointRegistry();
    private final WholeTopic registryTopic;
    private final WholeTopic controlTopic;
    private final Models models;
    private final Publisher publisher;
    private final Intake intake;
    private final Pulse pulse;

    /**
     * @param delay after each run of a model
     * @param meters what happens is counted there
     * @param telemetry spans go there
     */
    public Sampler(
            SamplerConfig config,
            StorageConfig storage,
            BrokerSettings broker,
            RunDelay delay,
            MeterRegistry meters,
            OpenTelemetry telemetry) {
        var trace = new JobTrace(telemetry);
        var ort = new Ort(
                DeviceChoice.parse("unstir.sampler.device", config.device()).open(),
                config.threads().orElse(Runtime.getRuntime().availableProcessors()),
                delay);
        store = new BlobStore(storage.url(), meters);
        engine = new Engine(new RunMeters(meters));
        Gauge.builder("unstir.lanes", engine, Engine::lanes)
                .description("Images that share the runs of the model")
                .register(meters);
        models = new Models(
                registry,
                store,
                config.cacheFolder(),
                ort,
                config.modelMemory().asLongValue(),
                config.maxRows(),
                config.promptCache());
        var cancellations = new Cancellations();
        registryTopic = new WholeTopic(broker, Topic.CHECKPOINTS, new RegistryReader(registry));
        controlTopic = new WholeTopic(broker, Topic.JOB_CONTROL, cancellations);
        publisher = new Publisher(broker);
        var laneMemory = new LaneMemory(Runtime.getRuntime().maxMemory() / LANES_PART);
        var runner = new JobRunner(
                models,
                engine,
                laneMemory,
                laneMemory.part(BULK_PART),
                new Conditions(new Uploads(store)),
                cancellations,
                new ImageDelivery(store, SamplerBuild.software(ort), meters),
                config.checkpointPatience(),
                config.progressEvery(),
                new PreviewPolicy(config.previewsPerImage(), config.previewEvery(), config.previewSide()),
                trace);
        intake = new Intake(
                broker,
                registry,
                runner,
                publisher,
                config.worker(),
                config.slots(),
                config.bulkSlots(),
                config.deliveryLimit(),
                config.cacheFolder().resolve("suspects"),
                meters,
                trace);
        pulse = new Pulse(config.worker(), publisher, () -> SamplerState.newBuilder()
                .setDeviceClass(ort.deviceClass().name())
                .setJobs(intake.jobs())
                .setMostJobs(intake.mostJobs())
                .setLanes(engine.lanes())
                .build());
        LOG.infof(
                "The sampler starts: worker=%s device=%s",
                config.worker(), ort.device().name());
        if (!delay.isNone()) {
            LOG.warnf(
                    "THIS SAMPLER IS SLOW ON PURPOSE, for a measurement: runDelay=%s rowDelay=%s deviceClass=%s",
                    delay.run(), delay.row(), ort.deviceClass().name());
        }
    }

    public CheckpointRegistry registry() {
        return registry;
    }

    public Models models() {
        return models;
    }

    public BlobStore store() {
        return store;
    }

    public Engine engine() {
        return engine;
    }

    /** Jobs in hand go back to the share group. */
    @Override
    public void close() throws InterruptedException {
        pulse.close();
        intake.close();
        engine.close();
        registryTopic.close();
        controlTopic.close();
        models.close();
        publisher.close();
        store.close();
        LOG.info("The sampler has stopped");
    }
}
