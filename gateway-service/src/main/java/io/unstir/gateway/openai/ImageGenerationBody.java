package io.unstir.gateway.openai;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of OpenAI's request for images as the API's document shows it; {@link ImageGenerationRequest} reads it. */
@Schema(
        name = "ImageGeneration",
        description =
                "OpenAI's fields, and beside them every field of JobRequest (OpenAI's clients send those as extra body). "
                        + "Unknown fields are an error.")
record ImageGenerationBody(
        @Schema(required = true, minLength = 1, maxLength = 2000, examples = "a red heart")
        String prompt,

        @Schema(
                minLength = 1,
                maxLength = 200,
                examples = "emoji",
                description = "As GET /v1/models lists them; the names of OpenAI's own models mean the default model")
        String model,

        @Schema(minimum = "1", maximum = "16", defaultValue = "1", description = "How many images")
        Integer n,

        @Schema(
                pattern = "auto|\\d{1,5}x\\d{1,5}",
                defaultValue = "auto",
                examples = "64x64",
                description =
                        "WIDTHxHEIGHT, each from the model's to 4 times that, or auto for the model's. With the name of one "
                                + "of OpenAI's models, OpenAI's sizes mean auto too; the answer says which size it was")
        String size,

        @Schema(
                name = "response_format",
                enumeration = {"url", "b64_json"},
                description = "Left out, the answer has both")
        String responseFormat,

        @Schema(
                enumeration = {"auto", "low", "medium", "high", "standard", "hd"},
                description = "Taken and without effect: say `steps` and `solver`")
        String quality,

        @Schema(
                enumeration = {"vivid", "natural"},
                description = "Taken and without effect")
        String style,

        @Schema(
                enumeration = {"auto", "opaque"},
                description = "Images are opaque")
        String background,

        @Schema(
                name = "output_format",
                enumeration = {"png"},
                defaultValue = "png")
        String outputFormat,

        @Schema(name = "output_compression", minimum = "100", maximum = "100", description = "PNG loses nothing")
        Integer outputCompression,

        @Schema(
                enumeration = {"auto", "low"},
                description = "Taken and without effect: nothing is moderated")
        String moderation,

        @Schema(maxLength = 512, description = "Taken and without effect")
        String user,

        @Schema(description = "Only false: watch the job's events instead")
        Boolean stream,

        @Schema(name = "partial_images", minimum = "0", maximum = "0", description = "Only 0, as without a stream")
        Integer partialImages,

        @Schema(
                name = "negative_prompt",
                maxLength = 2000,
                description = "Not OpenAI's, as are the next ones; JobRequest has more")
        String negativePrompt,

        @Schema(minimum = "0", maximum = "9007199254740991", description = "The same seed gives the same images")
        Long seed,

        @Schema(minimum = "1", maximum = "1000", examples = "20")
        Integer steps,

        @Schema(examples = "dpm++2m", description = "As in JobRequest")
        String solver,

        @Schema(name = "guidance_scale", minimum = "1", maximum = "30", description = "1 is off")
        Double guidanceScale) {}
