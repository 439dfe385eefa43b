package io.unstir.gateway.verify;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An image made again from its lineage, and whether the bytes are the same. */
@Schema(description = "An image made again from its lineage, and whether it has the same digest")
record Verification(
        @Schema(description = "Digest of the image that is verified")
        String image,

        @Schema(description = "The job that made it first") String original,

        @Schema(description = "The job that makes it again, which can be watched like any other")
        String job,

        @Schema(
                enumeration = {"queued", "processing", "succeeded", "failed", "canceled"},
                description = "Of the job that makes it again")
        String status,

        @Schema(
                enumeration = {"pending", "equal", "different", "inconclusive"},
                description = "inconclusive where the job ended without making the image")
        String outcome,

        @Schema(nullable = true, description = "Digest of the image made again")
        String actual,

        @Schema(nullable = true, description = "Equality is promised within one device class")
        String originalDeviceClass,

        @Schema(nullable = true, description = "Of the image made again")
        String actualDeviceClass,

        @Schema(nullable = true, description = "Why the job failed")
        String error,

        @Schema(description = "Where to go on") Urls urls) {
    @Schema(name = "VerificationUrls")
    record Urls(
            @Schema(description = "This verification") String self,

            @Schema(description = "The job that makes it again")
            String job) {}

    static String path(String sha256, String job) {
        return "/v1/images/%s/verify/%s".formatted(sha256, job);
    }

    /** Accepted a moment ago. */
    static Verification queued(String sha256, JobRun original, String job) {
        return of(sha256, original, job, "queued", JobRun.Image.NONE, null);
    }

    static Verification of(String sha256, JobRun original, JobRun again) {
        int index = original.indexOf(sha256);
        return of(sha256, original, again.id(), again.status(), again.image(index), again.error());
    }

    private static Verification of(
            String sha256, JobRun original, String job, String status, JobRun.Image made, String error) {
        return new Verification(
                sha256,
                original.id(),
                job,
                status,
                outcome(sha256, status, made),
                made.sha256(),
                original.image(original.indexOf(sha256)).deviceClass(),
                made.deviceClass(),
                error,
                new Urls(path(sha256, job), "/v1/jobs/" + job));
    }

    private static String outcome(String sha256, String status, JobRun.Image made) {
        if (made.sha256() != null) {
            return made.sha256().equals(sha256) ? "equal" : "different";
        }
        return switch (status) {
            case "queued", "processing" -> "pending";
            default -> "inconclusive";
        };
    }
}
