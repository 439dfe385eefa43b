package io.unstir.sampler.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.unstir.proto.Moment;
import io.unstir.proto.v1.Priority;
import io.unstir.sampler.job.Job;
import io.unstir.sampler.job.JobErrorCode;
import java.time.Duration;
import java.time.Instant;

/** Counts what becomes of jobs, for Prometheus. Every series is there from the start, so that the first failure is a rise and no beginning. */
final class JobMeters {
    private static final Duration[] TIMES = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(30),
        Duration.ofHours(2)
    };

    private final MeterRegistry registry;
    private final Timer whole;
    private final Counter cancelled;
    private final Counter returned;

    JobMeters(MeterRegistry registry) {
        this.registry = registry;
        this.whole = Timer.builder("unstir.job")
                .description("From taking a job to its last event, of jobs that succeeded")
                .serviceLevelObjectives(TIMES)
                .register(registry);
        this.cancelled = Counter.builder("unstir.jobs.canceled")
                .description("Jobs that ended canceled")
                .register(registry);
        this.returned = Counter.builder("unstir.jobs.returned")
                .description("Jobs given back to the share group, to be taken again")
                .register(registry);
        for (var priority : Priority.values()) {
            wait(priority);
        }
        for (var cause : JobErrorCode.values()) {
            failures(cause.code());
            parked(cause.code());
        }
    }

    /** How long it lay; one that comes again did not lie all that time. */
    void taken(Job job) {
        if (job.attempt() == 1 && job.submitted().hasSubmittedAt()) {
            var submitted = Moment.of(job.submitted().getSubmittedAt());
            var waited = Duration.between(submitted, Instant.now());
            // The gateway's clock may be ahead.
            wait(job.request().getPriority()).record(waited.isNegative() ? Duration.ZERO : waited);
        }
    }

    void succeeded(Duration taken) {
        whole.record(taken);
    }

    void cancelled() {
        cancelled.increment();
    }

    void returned() {
        returned.increment();
    }

    void failed(String code) {
        failures(code).increment();
    }

    void parkedFor(String code) {
        parked(code).increment();
    }

    private Timer wait(Priority priority) {
        return Timer.builder("unstir.queue.wait")
                .description("From a job's submission to its taking by a sampler")
                .tag("priority", priority == Priority.BULK ? "bulk" : "interactive")
                .serviceLevelObjectives(TIMES)
                .register(registry);
    }

    private Counter failures(String code) {
        return Counter.builder("unstir.jobs.failed")
                .description("Jobs that failed for good")
                .tag("cause", code)
                .register(registry);
    }

    private Counter parked(String code) {
        return Counter.builder("unstir.jobs.parked")
                .description("Records put aside")
                .tag("cause", code)
                .register(registry);
    }
}
