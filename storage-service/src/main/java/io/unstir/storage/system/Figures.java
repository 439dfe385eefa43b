package io.unstir.storage.system;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the dashboards show of a tenant's jobs.
 *
 * @param throughput the last hour, minutes without an end left out
 * @param latency of each model in its newest hour of the last day
 * @param failures of the last week
 * @param usage of the last week
 * @param verifications asked for in the last week
 */
record Figures(
        List<Minute> throughput,
        List<Latency> latency,
        List<Failure> failures,
        List<Usage> usage,
        List<Verifications> verifications) {

    record Minute(Instant minute, long succeeded, long failed, long canceled, long images) {}

    /** Percentiles in seconds. */
    record Latency(String model, Instant hour, String stage, long jobs, double p50, double p95, double p99) {}

    record Failure(String cause, String model, long jobs, Optional<String> forExample) {}

    /** @param device gpu or cpu, where the sampler said so */
    record Usage(String model, Optional<String> device, long jobs, long images, double engineSeconds) {}

    record Verifications(String model, String outcome, long images) {}
}
