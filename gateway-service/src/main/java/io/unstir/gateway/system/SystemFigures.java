package io.unstir.gateway.system;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the dashboards show of the tenant's jobs. */
@Schema(name = "SystemFigures")
record SystemFigures(
        @Schema(description = "By minute of the last hour; minutes in which nothing ended are left out")
        List<Minute> throughput,

        @Schema(description = "Of each model, in the newest hour of the last day in which jobs of it succeeded")
        List<Latency> latency,

        @Schema(description = "Of the last week, the most frequent first")
        List<Failure> failures,

        @Schema(description = "Of the last week") List<Usage> usage,

        @Schema(description = "Asked for in the last week") List<Verifications> verifications) {
    @Schema(name = "SystemThroughput")
    record Minute(
            Instant minute,

            @Schema(description = "Jobs") long succeeded,
            @Schema(description = "Jobs") long failed,
            @Schema(description = "Jobs") long canceled,
            @Schema(description = "Of jobs that succeeded") long images) {}

    @Schema(name = "SystemLatency", description = "Percentiles in seconds")
    record Latency(
            @Schema(examples = "emoji@1") String model,

            Instant hour,

            @Schema(
                    description = "waited: accepted to begun; engine: inside the sampler's engine; running: begun to"
                            + " ended; whole: accepted to ended",
                    enumeration = {"waited", "engine", "running", "whole"})
            String stage,

            @Schema(description = "How many the percentiles are of")
            long jobs,

            @Schema(examples = "0.41") double p50,
            @Schema(examples = "0.93") double p95,
            @Schema(examples = "1.2") double p99) {}

    @Schema(name = "SystemFailure")
    record Failure(
            @Schema(examples = "not-finite") String cause,
            @Schema(examples = "emoji@1") String model,

            @Schema(description = "That failed so") long jobs,

            @Schema(description = "The message of one of them", nullable = true)
            String forExample) {}

    @Schema(name = "SystemUsage")
    record Usage(
            @Schema(examples = "emoji@1") String model,

            @Schema(
                    enumeration = {"cpu", "gpu"},
                    nullable = true)
            String device,

            @Schema(description = "That ended") long jobs,
            @Schema(description = "Of those that succeeded") long images,

            @Schema(
                    description =
                            "Seconds inside the engine; jobs at once share runs, so it adds up to more than the clock's")
            double engineSeconds) {}

    @Schema(name = "SystemVerifications")
    record Verifications(
            @Schema(examples = "emoji@1") String model,

            @Schema(enumeration = {"pending", "equal", "different", "inconclusive"})
            String outcome,

            @Schema(description = "Made again with this outcome")
            long images) {}
}
