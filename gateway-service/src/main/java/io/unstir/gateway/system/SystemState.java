package io.unstir.gateway.system;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How busy the system is and whether it is well. */
@Schema(name = "System")
record SystemState(
        @Schema(nullable = true) Queue queue,

        @Schema(description = "Samplers heard of in the last five minutes")
        List<Sampler> samplers,

        @Schema(description = "Trainers heard of in the last five minutes")
        List<Trainer> trainers,

        @Schema(description = "Which of them are ready") List<Service> services) {
    @Schema(
            name = "SystemQueue",
            description = "The tenant's jobs that have not ended; null where it is not known, while storage is away")
    record Queue(
            @Schema(description = "Waiting") long queued,
            @Schema(description = "At work") long processing,

            @Schema(description = "Model steps left over all images of these jobs")
            long stepsLeft,

            @Schema(description = "How long the first in the queue has waited; 0 where none waits")
            double oldestQueuedSeconds) {}

    @Schema(name = "SystemSampler")
    record Sampler(
            @Schema(examples = "sampler-1") String worker,

            @Schema(description = "It said so in the last 20 seconds")
            boolean alive,

            Instant lastSeen,
            Instant startedAt,

            @Schema(description = "What bit equality is promised within")
            String deviceClass,

            @Schema(description = "Jobs in hand, of all tenants")
            int jobs,

            @Schema(description = "Most jobs in hand") int mostJobs,

            @Schema(description = "Images that share the runs of the model now")
            int images,

            @Schema(description = "The tenant's jobs among those in hand")
            long processing) {}

    @Schema(name = "SystemTrainer")
    record Trainer(
            @Schema(examples = "trainer-1") String worker,

            @Schema(description = "It said so in the last 20 seconds")
            boolean alive,

            Instant lastSeen,
            Instant startedAt,

            @Schema(description = "It has a training in hand")
            boolean training) {}

    @Schema(name = "SystemService")
    record Service(
            @Schema(enumeration = {"gateway", "broker", "storage", "database"})
            String name,

            @Schema(description = "Whether it answers; null where that cannot be known", nullable = true)
            Boolean ready) {}
}
