package io.unstir.gateway.jobs;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A page of jobs, newest first. */
@Schema(name = "JobList")
record JobList(
        @Schema(required = true, description = "Newest first")
        List<Job> jobs,

        @Schema(nullable = true, description = "Of the page behind this one; null where this is the last")
        String nextCursor) {}
