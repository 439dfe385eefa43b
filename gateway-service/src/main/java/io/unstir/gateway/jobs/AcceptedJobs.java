package io.unstir.gateway.jobs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.unstir.proto.v1.Priority;
import jakarta.inject.Singleton;

/** Counts the jobs that the broker has for good; from the start, so that the first one is seen to rise. */
@Startup
@Singleton
class AcceptedJobs {
    private final Counter interactive;
    private final Counter bulk;

    AcceptedJobs(MeterRegistry meters) {
        this.interactive = counter("interactive", meters);
        this.bulk = counter("bulk", meters);
    }

    void count(Priority priority) {
        (priority == Priority.BULK ? bulk : interactive).increment();
    }

    private static Counter counter(String priority, MeterRegistry meters) {
        return Counter.builder("unstir.jobs.accepted")
                .description("Jobs that the broker has for good")
                .tag("priority", priority)
                .register(meters);
    }
}
