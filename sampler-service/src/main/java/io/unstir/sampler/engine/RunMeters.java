package io.unstir.sampler.engine;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts runs of models for Prometheus. Of both times the sums matter most: the one over the other is the model's share of the engine. */
public final class RunMeters implements RunListener {
    private static final Duration[] TIMES = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5)
    };

    private final Timer step;
    private final Timer model;
    private final DistributionSummary rows;
    private final DistributionSummary fill;

    public RunMeters(MeterRegistry registry) {
        step = Timer.builder("unstir.step")
                .description("A step of the engine: choosing lanes, a run of the model, the solvers' arithmetic")
                .serviceLevelObjectives(TIMES)
                .register(registry);
        model = Timer.builder("unstir.model.run")
                .description("The part of a step inside ONNX Runtime")
                .serviceLevelObjectives(TIMES)
                .register(registry);
        rows = DistributionSummary.builder("unstir.batch.rows")
                .description("Rows of a run of the model")
                .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128)
                .register(registry);
        fill = DistributionSummary.builder("unstir.batch.fill")
                .baseUnit("ratio")
                .description("Rows of a run over the rows that would have been best")
                .serviceLevelObjectives(0.25, 0.5, 0.75, 1)
                .register(registry);
    }

    @Override
    public void ran(int rows, int room, long modelNanos, long nanos) {
        step.record(nanos, TimeUnit.NANOSECONDS);
        model.record(modelNanos, TimeUnit.NANOSECONDS);
        this.rows.record(rows);
        fill.record((double) rows / room);
    }
}
