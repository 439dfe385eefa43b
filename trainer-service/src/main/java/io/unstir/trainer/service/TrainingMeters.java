package io.unstir.trainer.service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.unstir.proto.v1.TrainingProgressed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** How the training in hand goes, and how trainings ended, for Prometheus. Which training it is stands in the log and on the topic. */
@ApplicationScoped
class TrainingMeters {
    private final MeterRegistry registry;
    private volatile boolean active;
    private volatile Optional<TrainingProgressed> last = Optional.empty();

    TrainingMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("unstir.training.active", () -> active ? 1 : 0)
                .description("1 while a training is in hand")
                .register(registry);
        gauge("unstir.training.step", "Steps done of the training in hand", TrainingProgressed::getStep);
        gauge("unstir.training.steps", "Steps of the training in hand in all", TrainingProgressed::getTotalSteps);
        gauge("unstir.training.loss", "Mean loss since the report before", TrainingProgressed::getLoss);
        gauge(
                "unstir.training.images.per.second",
                "Images that the training in hand learns from in a second",
                TrainingProgressed::getImagesPerSecond);
        List.of("finished", "canceled").forEach(this::ends);
        List.of(Failure.BAD_CONFIG, Failure.DATASET_UNREADABLE, Failure.INTERNAL)
                .forEach(this::failures);
    }

    /** There from the start, not from the first training on. */
    void start(@Observes StartupEvent event) {}

    void taken() {
        active = true;
    }

    void progressed(TrainingProgressed progress) {
        last = Optional.of(progress);
    }

    /** Finished, failed, canceled or put off; what it came to is on the topic. */
    void left() {
        active = false;
        last = Optional.empty();
    }

    void finished() {
        ends("finished").increment();
    }

    void cancelled() {
        ends("canceled").increment();
    }

    void failed(Failure failure) {
        failures(failure.code()).increment();
    }

    private Counter ends(String outcome) {
        return Counter.builder("unstir.trainings." + outcome)
                .description("Trainings that ended so")
                .register(registry);
    }

    private Counter failures(String code) {
        return Counter.builder("unstir.trainings.failed")
                .description("Trainings that failed")
                .tag("cause", code)
                .register(registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<TrainingProgressed> figure) {
        Gauge.builder(name, () -> last.map(figure::applyAsDouble).orElse(null))
                .description(description)
                .register(registry);
    }
}
