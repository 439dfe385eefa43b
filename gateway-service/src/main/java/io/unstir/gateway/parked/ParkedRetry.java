package io.unstir.gateway.parked;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What became of a parked job. The new one is its tenant's to read, so nothing of its request is told here. */
@Schema(name = "ParkedRetry")
record ParkedRetry(
        @Schema(required = true, description = "The job that was parked; it stays failed")
        String id,

        @Schema(required = true, description = "The new job with the same request")
        String job,

        @Schema(required = true, description = "Whose both are")
        String tenant,

        @Schema(required = true, description = "Where to go on")
        Urls urls) {
    @Schema(name = "ParkedRetryUrls")
    record Urls(
            @Schema(required = true, description = "The new job, for its tenant")
            String job) {}
}
