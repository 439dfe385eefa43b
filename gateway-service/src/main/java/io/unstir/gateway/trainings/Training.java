package io.unstir.gateway.trainings;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A training as clients see it. Storage sends the same without the addresses. */
@JsonIgnoreProperties(ignoreUnknown = true)
@Schema(name = "Training")
record Training(
        String id,

        @Schema(enumeration = {"queued", "processing", "succeeded", "failed"})
        String status,

        @Schema(nullable = true) String model,
        @Schema(nullable = true) Long step,
        @Schema(nullable = true) Long totalSteps,
        @Schema(nullable = true) Double loss,
        @Schema(nullable = true) Double imagesPerSecond,
        @Schema(nullable = true) Checkpoint checkpoint,
        @Schema(nullable = true) Failure error,
        Instant createdAt,
        @Schema(nullable = true) Instant startedAt,
        @Schema(nullable = true) Instant completedAt,
        Urls urls) {
    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "TrainedCheckpoint")
    record Checkpoint(String model, String version, String digest) {}

    @Schema(name = "TrainingFailure")
    record Failure(String code, String message) {}

    @Schema(name = "TrainingUrls")
    record Urls(String self) {}

    static Training queued(String id, Instant createdAt) {
        return new Training(id, "queued", null, 0L, null, null, null, null, null, createdAt, null, null, null)
                .withUrls();
    }

    static String path(String id) {
        return "/v1/trainings/" + id;
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
                new Urls(path(id)));
    }
}
