package io.unstir.gateway.verify;

import java.time.Instant;
import java.util.List;
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

        @Schema(description = "The outcome in a sentence") String report,

        @Schema(nullable = true, description = "Digest of the image made again")
        String actual,

        @Schema(description = "Equality is promised within one device class")
        String originalDeviceClass,

        @Schema(nullable = true, description = "Of the image made again")
        String actualDeviceClass,

        @Schema(
                nullable = true,
                examples = "3",
                description =
                        "Where the outcome is different: how far apart the samples of a pixel are at most, of 255. "
                                + "0 is the same picture in another file; null until the pictures are compared, about a second later")
        Integer largestDifference,

        @Schema(nullable = true, description = "Why the pictures could not be compared")
        String notCompared,

        @Schema(nullable = true, description = "Why the job failed")
        String error,

        @Schema(nullable = true, description = "When it was asked for; null for a moment after that")
        Instant requestedAt,

        @Schema(nullable = true, description = "When the image was made again, or the job ended without it")
        Instant decidedAt,

        @Schema(description = "Where to go on") Urls urls) {
    @Schema(name = "VerificationUrls")
    record Urls(
            @Schema(description = "This verification") String self,

            @Schema(description = "The job that makes it again")
            String job) {}

    /** An image's verifications. */
    @Schema(name = "VerificationList")
    record Page(
            @Schema(required = true, description = "The newest hundred, newest first")
            List<Verification> verifications) {}

    static Verification of(StoredVerification stored) {
        return new Verification(
                stored.image(),
                stored.original(),
                stored.job(),
                stored.status(),
                stored.outcome(),
                stored.report(),
                stored.actual(),
                stored.originalDeviceClass(),
                stored.actualDeviceClass(),
                stored.largestDifference(),
                stored.notCompared(),
                stored.error(),
                stored.requestedAt(),
                stored.decidedAt(),
                new Urls(
                        "/v1/images/%s/verify/%s".formatted(stored.image(), stored.job()), "/v1/jobs/" + stored.job()));
    }
}
