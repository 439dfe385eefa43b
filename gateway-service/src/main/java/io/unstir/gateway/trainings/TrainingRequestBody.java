package io.unstir.gateway.trainings;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of a training's submission as the API's document shows it. */
@Schema(name = "TrainingRequest", additionalProperties = Schema.False.class)
record TrainingRequestBody(
        @Schema(
                required = true,
                minLength = 1,
                examples = "model: shapes\ndata: {folder: shapes, image_size: 32}\ntraining: {steps: 2000}\n",
                description =
                        "The training configuration as YAML, at most 64 KiB; docs/training.md tells its keys. What is in it is "
                                + "judged by the trainer: a training with a bad configuration fails with bad-config")
        String config) {}
