package io.unstir.gateway.jobs;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of a submission as the API's document shows it; {@link JobRequest} reads it. */
@Schema(
        name = "JobRequest",
        description = "Unknown fields are an error. What is left out comes from the model's defaults.",
        additionalProperties = Schema.False.class)
record JobRequestBody(
        @Schema(required = true, minLength = 1, maxLength = JobRequest.MAX_PROMPT, examples = "a red heart")
        String prompt,

        @Schema(maxLength = JobRequest.MAX_PROMPT) String negative_prompt,

        @Schema(description = "A model's id, or its name for the newest version", examples = "emoji@1")
        String model,

        @Schema(minimum = "1", maximum = "16", defaultValue = "1", description = "How many images")
        Integer n,

        @Schema(minimum = "0", maximum = "9007199254740991", description = "Drawn and returned where left out")
        Long seed,

        @Schema(minimum = "1", maximum = "1000", description = "At most the model's training steps")
        Integer steps,

        @Schema(enumeration = {"ddim", "ddpm"}) String solver,

        @Schema(minimum = "1", maximum = "30", description = "Classifier-free guidance; 1 is off")
        Double guidance_scale,

        @Schema(minimum = "0", maximum = "1", defaultValue = "0", description = "DDIM's stochasticity")
        Double eta) {}
