package io.unstir.gateway.jobs;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.unstir.gateway.webhooks.WebhookUrl;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of a submission as the API's document shows it; {@link JobRequest} reads it. */
@Schema(
        name = "JobRequest",
        description = "Unknown fields are an error. What is left out comes from the model's defaults.",
        additionalProperties = Schema.False.class)
record JobRequestBody(
        @Schema(required = true, minLength = 1, maxLength = JobRequest.MAX_PROMPT, examples = "a red heart")
        String prompt,

        @Schema(maxLength = JobRequest.MAX_PROMPT, examples = "blue", description = "What the image shall not be")
        String negative_prompt,

        @Schema(description = "A model's id, or its name for the newest version", examples = "emoji@1")
        String model,

        @Schema(minimum = "1", maximum = "16", defaultValue = "1", description = "How many images")
        Integer n,

        @Schema(minimum = "0", maximum = "9007199254740991", description = "Drawn and returned where left out")
        Long seed,

        @Schema(minimum = "1", maximum = "1000", description = "At most the model's training steps")
        Integer steps,

        @Schema(
                enumeration = {
                    "ddpm",
                    "ddim",
                    "euler",
                    "euler-ancestral",
                    "heun",
                    "dpm++2m",
                    "dpm++2m-sde",
                    "dpm++3m",
                    "unipc",
                    "ipndm",
                    "lcm"
                })
        String solver,

        @Schema(minimum = "1", maximum = "30", description = "Classifier-free guidance; 1 is off")
        Double guidance_scale,

        @Schema(minimum = "0", maximum = "1", defaultValue = "0", description = "DDIM's stochasticity")
        Double eta,

        @Schema(
                enumeration = {"leading", "trailing", "linspace", "karras", "log-snr"},
                description = "Where on the way the steps are; the model's default, else leading")
        String timestep_spacing,

        @Schema(
                enumeration = {"fixed-small", "fixed-large", "learned"},
                description = "With solver ddpm only; learned needs a model that has learned it")
        String variance,

        @Schema(minimum = "1", maximum = "4", description = "With solver unipc (1 to 3) or ipndm (1 to 4) only")
        Integer order,

        @Schema(
                minimum = "0",
                maximum = "1",
                defaultValue = "0",
                description = "Guidance holds from this part of the way, 0 being noise; below guidance_end")
        Double guidance_start,

        @Schema(
                minimum = "0",
                maximum = "1",
                defaultValue = "1",
                description = "Guidance holds to this part of the way")
        Double guidance_end,

        @Schema(
                minimum = "0",
                maximum = "1",
                defaultValue = "0",
                description = "How much of the contrast that guidance adds is taken back")
        Double guidance_rescale,

        @Schema(
                enumeration = {"clip", "dynamic", "none"},
                description = "How the predicted image is kept where images are; clip where left out")
        String thresholding,

        @Schema(
                minimum = "0.5",
                exclusiveMinimum = true,
                maximum = "1",
                description = "With thresholding dynamic only; 0.995 where left out")
        Double threshold_percentile,

        @Schema(minimum = "1", description = "In pixels, from the model's to 4 times that; the model's where left out")
        Integer width,

        @Schema(minimum = "1", description = "In pixels, from the model's to 4 times that; the model's where left out")
        Integer height,

        @Schema(
                pattern = "[0-9a-f]{64}",
                description =
                        "SHA-256 of the image to start from: a file sent to POST /v1/images, or an image made here")
        String init_image,

        @Schema(
                pattern = "[0-9a-f]{64}",
                description = "SHA-256 of a file: white is made anew, black is kept. With init_image only")
        String mask,

        @Schema(
                minimum = "0",
                exclusiveMinimum = true,
                maximum = "1",
                description =
                        "How much of the way is gone again; 0.75, or 1 with mask or outpaint. With init_image only")
        Double strength,

        @Schema(description = "Pixels to make around init_image, at least one side above 0")
        Outpaint outpaint,

        @Schema(
                minimum = "1",
                maximum = "20",
                description =
                        "How often each part of the way is gone, to fit what is made to what is kept. With init_image only")
        Integer resample_times,

        @Schema(minimum = "1", maximum = "20", description = "Of how many steps such a part is. With init_image only")
        Integer resample_jump,

        @Schema(description = "An image to be near to") VariationOf variation_of,

        @Schema(
                enumeration = {"interactive", "bulk"},
                description = "Whether somebody waits for it; no pixel depends on it")
        String priority,

        @Schema(description = "Whom to tell what becomes of the job, by Standard Webhooks")
        Webhook webhook,

        @Schema(
                minimum = "1",
                maximum = "1000",
                description = "A preview of each image after every so many of its steps, at the image's own size; "
                        + "left out, now and then a smaller one")
        Integer preview_every) {
    @Schema(name = "Webhook", additionalProperties = Schema.False.class)
    record Webhook(
            @Schema(
                    required = true,
                    maxLength = WebhookUrl.MAX_LENGTH,
                    format = "uri",
                    description = "https; no user, no fragment; port 80, 443 or from 1024",
                    examples = "https://example.org/hooks/unstir")
            String url,

            @Schema(description = "Which events to tell of; the three ends where left out")
            List<Event> events) {
        enum Event {
            @JsonProperty("job.succeeded")
            JOB_SUCCEEDED,
            @JsonProperty("job.failed")
            JOB_FAILED,
            @JsonProperty("job.canceled")
            JOB_CANCELED,
            @JsonProperty("image.produced")
            IMAGE_PRODUCED
        }
    }

    @Schema(
            name = "Outpaint",
            description = "Each side from 0 to 3 times the model's",
            additionalProperties = Schema.False.class)
    record Outpaint(
            @Schema(minimum = "0", defaultValue = "0", description = "In pixels")
            Integer left,

            @Schema(minimum = "0", defaultValue = "0", description = "In pixels")
            Integer top,

            @Schema(minimum = "0", defaultValue = "0", description = "In pixels")
            Integer right,

            @Schema(minimum = "0", defaultValue = "0", description = "In pixels")
            Integer bottom) {}

    @Schema(name = "VariationOf", additionalProperties = Schema.False.class)
    record VariationOf(
            @Schema(required = true, minimum = "0", maximum = "9007199254740991", description = "That image's seed")
            Long seed,

            @Schema(minimum = "0", maximum = "15", defaultValue = "0", description = "That image's index in its job")
            Integer image,

            @Schema(
                    minimum = "0",
                    maximum = "1",
                    defaultValue = "0.3",
                    description = "0 is the same image, 1 is one of its own")
            Double strength) {}
}
