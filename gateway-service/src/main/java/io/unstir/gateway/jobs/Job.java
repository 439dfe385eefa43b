package io.unstir.gateway.jobs;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A job as clients see it. Storage sends the same without the addresses. */
@JsonIgnoreProperties(ignoreUnknown = true)
@Schema(name = "Job")
public record Job(
        @Schema(required = true, examples = "01932f5e-8c5a-7c3e-9a51-3f1f5d1c2b4a")
        String id,

        @Schema(
                required = true,
                enumeration = {"queued", "processing", "succeeded", "failed", "canceled"})
        String status,

        @Schema(required = true, examples = "emoji@1") String model,

        @Schema(required = true, description = "Digest of the checkpoint the job is tied to")
        String checkpoint,

        @Schema(required = true) JobInput input,
        @Schema(required = true) Progress progress,

        @Schema(required = true, description = "Those made so far, by index")
        List<Image> images,

        @Schema(nullable = true) Failure error,

        @Schema(required = true, description = "When it was accepted")
        Instant createdAt,

        @Schema(nullable = true, description = "When a sampler first took it")
        Instant startedAt,

        @Schema(nullable = true, description = "When it succeeded, failed or was canceled")
        Instant completedAt,

        @Schema(required = true) Urls urls) {
    /** Model steps over all images of the job. */
    @Schema(name = "JobProgress")
    public record Progress(
            @Schema(required = true, minimum = "0", maximum = "1", examples = "0.42")
            double value,

            @Schema(required = true, minimum = "0", examples = "21")
            int stepsDone,

            @Schema(required = true, minimum = "0", examples = "50")
            int stepsTotal) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "JobImage")
    public record Image(
            @Schema(required = true, minimum = "0", examples = "0")
            int index,

            @Schema(required = true, pattern = "[0-9a-f]{64}", description = "Of the PNG file")
            String sha256,

            @Schema(required = true, description = "Where the PNG file is")
            String url,

            @Schema(required = true, examples = "64", description = "In pixels")
            int width,

            @Schema(required = true, examples = "64", description = "In pixels")
            int height,

            @Schema(required = true, description = "The job's; the image is a function of it and the index")
            long seed) {
        Image withUrl() {
            return new Image(index, sha256, "/v1/images/" + sha256, width, height, seed);
        }
    }

    @Schema(name = "JobFailure")
    public record Failure(
            @Schema(required = true, examples = "checkpoint-unavailable")
            String code,

            @Schema(required = true, description = "For people")
            String message) {}

    @Schema(name = "JobUrls")
    public record Urls(
            @Schema(required = true, description = "The job as it stands")
            String self,

            @Schema(required = true, description = "Server-sent events")
            String events,

            @Schema(required = true, description = "To be posted to")
            String cancel) {}

    public static String path(String id) {
        return "/v1/jobs/" + id;
    }

    public boolean hasEnded() {
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
