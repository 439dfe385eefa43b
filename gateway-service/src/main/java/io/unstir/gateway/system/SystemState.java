package io.unstir.gateway.system;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How busy the system is and whether it is well, as far as it concerns the caller's tenant. */
@Schema(name = "System")
record SystemState(
        @Schema(nullable = true, description = "Not known while storage is away")
        Queue queue,

        @Schema(description = "Replicas that took one of the tenant's newest jobs")
        List<Sampler> samplers,

        List<Service> services) {
    @Schema(name = "SystemQueue", description = "The tenant's jobs that have not ended")
    record Queue(long queued, long processing) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "SystemSampler")
    record Sampler(
            String worker,
            String deviceClass,

            @Schema(description = "When it last began or ended a job")
            Instant lastSeen,

            long processing) {}

    @Schema(name = "SystemService")
    record Service(
            @Schema(enumeration = {"gateway", "storage"}) String name, boolean ready) {}
}
