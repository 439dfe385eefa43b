package io.unstir.gateway.trainings;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One page of trainings. */
@Schema(description = "Trainings, newest first")
record TrainingList(
        @Schema(required = true, description = "Newest first")
        List<Training> trainings,

        @Schema(
                required = true,
                nullable = true,
                description = "Goes into `cursor` for the next page; null on the last")
        String nextCursor) {}
