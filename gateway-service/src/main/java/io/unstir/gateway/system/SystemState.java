package io.unstir.gateway.system;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How busy the system is and whether it is well, as far as it concerns the caller's tenant. */
@Schema(name = "System")
record SystemState(
        @Schema(nullable = true) Queue queue,

        @Schema(description = "Replicas that took one of the tenant's newest jobs")
        List<Sampler> samplers,

        @Schema(description = "Which of them are ready") List<Service> services) {
    @Schema(
            name = "SystemQueue",
            description = "The tenant's jobs that have not ended; null where it is not known, while storage is away")
    record Queue(
            @Schema(description = "Waiting") long queued,
            @Schema(description = "At work") long processing) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "SystemSampler")
    record Sampler(
            @Schema(examples = "sampler-1") String worker,

            @Schema(description = "What bit equality is promised within")
            String deviceClass,

            @Schema(description = "When it last began or ended a job")
            Instant lastSeen,

            @Schema(description = "The tenant's jobs it has")
            long processing) {}

    @Schema(name = "SystemService")
    record Service(
            @Schema(enumeration = {"gateway", "storage"}) String name,

            @Schema(description = "Whether it says so of itself")
            boolean ready) {}
}
