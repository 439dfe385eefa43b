package io.unstir.gateway.jobs;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A job as clients see it. Storage sends the same without the addresses. */
@JsonIgnoreProperties(ignoreUnknown = true)
@Schema(name = "Job")
record Job(
        String id,

        @Schema(enumeration = {"queued", "processing", "succeeded", "failed", "canceled"})
        String status,

        @Schema(examples = "emoji@1") String model,

        @Schema(description = "Digest of the checkpoint the job is tied to")
        String checkpoint,

        JobInput input,
        Progress progress,
        List<Image> images,
        @Schema(nullable = true) Failure error,
        Instant createdAt,
        @Schema(nullable = true) Instant startedAt,
        @Schema(nullable = true) Instant completedAt,
        Urls urls) {
    /** Model steps over all images of the job. */
    @Schema(name = "JobProgress")
    record Progress(@Schema(minimum = "0", maximum = "1") double value, int stepsDone, int stepsTotal) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "JobImage")
    record Image(int index, String sha256, String url, int width, int height, long seed) {
        Image withUrl() {
            return new Image(index, sha256, "/v1/images/" + sha256, width, height, seed);
        }
    }

    @Schema(name = "JobFailure")
    record Failure(String code, String message) {}

    @Schema(name = "JobUrls")
    record Urls(String self, String events, String cancel) {}

    static String path(String id) {
        return "/v1/jobs/" + id;
    }

    boolean hasEnded() {
        return switch (status) {
            case "succeeded", "failed", "canceled" -> true;
            default -> false;
        };
    }

    Job withStatus(String now, Instant started, Instant completed, Failure failure) {
        return new Job(
                id, now, model, checkpoint, input, progress, images, failure, createdAt, started, completed, urls);
    }

    Job withProgress(int done, int total) {
        var steps = new Progress(total == 0 ? 0 : (double) done / total, done, total);
        return new Job(
                id, status, model, checkpoint, input, steps, images, error, createdAt, startedAt, completedAt, urls);
    }

    Job withImages(List<Image> made) {
        return new Job(
                id, status, model, checkpoint, input, progress, made, error, createdAt, startedAt, completedAt, urls);
    }

    Job withUrls() {
        var linked = images == null
                ? List.<Image>of()
                : images.stream().map(Image::withUrl).toList();
        return new Job(
                id,
                status,
                model,
                checkpoint,
                input,
                progress,
                linked,
                error,
                createdAt,
                startedAt,
                completedAt,
                new Urls(path(id), path(id) + "/events", path(id) + "/cancel"));
    }
}
