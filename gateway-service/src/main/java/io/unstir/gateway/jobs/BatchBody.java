package io.unstir.gateway.jobs;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of a batch as the API's document shows it. */
@Schema(name = "Batch", additionalProperties = Schema.False.class)
record BatchBody(
        @Schema(
                required = true,
                minItems = 1,
                maxItems = BatchesResource.MOST_JOBS,
                description = "All are accepted, in this order, or none is")
        List<JobRequestBody> jobs) {}
