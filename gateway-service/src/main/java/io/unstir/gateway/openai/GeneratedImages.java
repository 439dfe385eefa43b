package io.unstir.gateway.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Images as OpenAI's clients read them, and the job that made them. */
@Schema(description = "OpenAI's answer; `job`, `model`, `seed` and what `data` says besides are not OpenAI's")
record GeneratedImages(
        @Schema(
                required = true,
                examples = "1780000000",
                description = "When the job was accepted, in seconds since 1970")
        long created,

        @Schema(required = true, description = "In the order of their index")
        List<Item> data,

        @Schema(required = true, examples = "opaque", description = "Always opaque")
        String background,

        @Schema(required = true, examples = "png", description = "Always png") @JsonProperty("output_format")
        String outputFormat,

        @Schema(required = true, examples = "64x64") String size,

        @Schema(
                required = true,
                examples = "01932f5e-8c5a-7c3e-9a51-3f1f5d1c2b4a",
                description = "The job's id: GET /v1/jobs/{id}")
        String job,

        @Schema(required = true, examples = "emoji@1") String model,

        @Schema(required = true, description = "The same seed with the same model and settings gives the same images")
        long seed) {
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "GeneratedImage", description = "One image")
    record Item(
            @Schema(description = "The PNG file; absent where response_format is url") @JsonProperty("b64_json")
            String b64Json,

            @Schema(
                    examples = "http://localhost:7600/v1/images/5f0c…",
                    description =
                            "Where the PNG file stays; asked for with the same key. Absent where response_format is b64_json")
            String url,

            @Schema(required = true, pattern = "[0-9a-f]{64}", description = "Of the PNG file")
            String sha256) {}
}
