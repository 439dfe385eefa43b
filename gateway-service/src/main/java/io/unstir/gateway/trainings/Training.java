package io.unstir.gateway.trainings;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A training as clients see it. Storage sends the same without the addresses. */
@JsonIgnoreProperties(ignoreUnknown = true)
@Schema(name = "Training", description = "A training as it stands")
record Training(
        @Schema(required = true, examples = "01932f5e-8c5a-7c3e-9a51-3f1f5d1c2b4a")
        String id,

        @Schema(
                required = true,
                enumeration = {"queued", "processing", "succeeded", "failed", "canceled"})
        String status,

        @Schema(required = true, nullable = true, examples = "emoji", description = "Null until it has begun")
        String model,

        @Schema(required = true, nullable = true, minimum = "0", description = "Steps done")
        Long step,

        @Schema(required = true, nullable = true, minimum = "0", description = "Null until it has begun")
        Long totalSteps,

        @Schema(required = true, nullable = true, description = "Mean over the steps since the report before")
        Double loss,

        @Schema(required = true, nullable = true, examples = "60.5")
        Double imagesPerSecond,

        @Schema(nullable = true) Checkpoint checkpoint,

        @Schema(nullable = true) Failure error,

        @Schema(required = true, nullable = true, description = "When it was accepted")
        Instant createdAt,

        @Schema(required = true, nullable = true, description = "When a trainer began it")
        Instant startedAt,

        @Schema(required = true, nullable = true, description = "When it succeeded, failed or was canceled")
        Instant completedAt,

        @Schema(required = true) Urls urls) {
    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "TrainedCheckpoint", description = "What a training made")
    record Checkpoint(
            @Schema(required = true, examples = "emoji") String model,
            @Schema(required = true, examples = "1") String version,

            @Schema(required = true, pattern = "[0-9a-f]{64}", description = "What jobs with this model are tied to")
            String digest) {}

    @Schema(name = "TrainingFailure", description = "Why a training failed")
    record Failure(
            @Schema(
                    required = true,
                    examples = "bad-config",
                    description =
                            "bad-config, dataset-unreadable, loss-not-finite, snapshot-unreadable, parity or internal")
            String code,

            @Schema(required = true, description = "For people")
            String message) {}

    @Schema(name = "TrainingUrls", description = "Where to go on")
    record Urls(
            @Schema(required = true, examples = "/v1/trainings/01932f5e-8c5a-7c3e-9a51-3f1f5d1c2b4a")
            String self,

            @Schema(required = true, description = "Server-sent events")
            String events,

            @Schema(required = true, description = "To be posted to")
            String cancel) {}

    static Training queued(String id, Instant createdAt) {
        return new Training(id, "queued", null, 0L, null, null, null, null, null, createdAt, null, null, null)
                .withUrls();
    }

    static String path(String id) {
        return "/v1/trainings/" + id;
    }

    boolean hasEnded() {
        return switch (status) {
            case "succeeded", "failed", "canceled" -> true;
            default -> false;
        };
    }

    Training withUrls() {
        return new Training(
                id,
                status,
                model,
                step,
                totalSteps,
                loss,
                imagesPerSecond,
                checkpoint,
                error,
                createdAt,
                startedAt,
                completedAt,
                new Urls(path(id), path(id) + "/events", path(id) + "/cancel"));
    }
}
