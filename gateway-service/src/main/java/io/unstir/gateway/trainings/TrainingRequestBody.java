package io.unstir.gateway.trainings;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of a training's submission as the API's document shows it. */
@Schema(name = "TrainingRequest", additionalProperties = Schema.False.class)
record TrainingRequestBody(
        @Schema(required = true, description = "The training configuration as YAML, at most 64 KiB")
        String config) {}
