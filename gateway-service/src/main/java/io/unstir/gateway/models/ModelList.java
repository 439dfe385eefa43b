package io.unstir.gateway.models;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The models a job can name: Unstir's document and the list that OpenAI's clients read, in one. */
@Schema(description = "What is published and not retired, newest first")
record ModelList(
        @Schema(required = true, enumeration = "list", description = "What OpenAI's clients tell lists by")
        String object,

        @Schema(
                nullable = true,
                examples = "emoji@1",
                description = "The one a job gets that names none; null while that is not published")
        @JsonProperty("default")
        String preferred,

        @Schema(required = true, description = "The models") List<Entry> models,

        @Schema(required = true, description = "The models again, where OpenAI's clients look for them")
        List<Entry> data) {
    /** @param preferred the name of the model that a job gets which names none */
    static ModelList of(Models models, String preferred) {
        var entries = models.published().reversed().stream()
                .map(model -> Entry.of(model, models))
                .toList();
        return new ModelList("list", models.resolve(preferred).map(Model::id).orElse(null), entries, entries);
    }

    /** One published checkpoint. */
    @Schema(name = "Model", description = "A published checkpoint")
    record Entry(
            @Schema(required = true, examples = "emoji@1", description = "What a job names it by")
            String id,

            @Schema(required = true, enumeration = "model", description = "What OpenAI's clients tell models by")
            String object,

            @Schema(
                    required = true,
                    description = "When it was published, in seconds since 1970",
                    examples = "1780000000")
            long created,

            @Schema(required = true, examples = "unstir", description = "Always unstir; OpenAI's clients expect it")
            @JsonProperty("owned_by")
            String ownedBy,

            @Schema(required = true, examples = "emoji") String model,
            @Schema(required = true, examples = "1") String version,

            @Schema(
                    required = true,
                    description = "Other names of this model: a name without a version is that of the newest",
                    examples = "[\"emoji\", \"emoji@latest\"]")
            List<String> aliases,

            @Schema(
                    required = true,
                    pattern = "[0-9a-f]{64}",
                    description = "SHA-256 of the bundle's manifest: what a job is tied to")
            String digest,

            @Schema(required = true) SampleShape sample,
            @Schema(required = true) Defaults defaults,

            @Schema(required = true, description = "Whether prompts steer the model")
            boolean text,

            @Schema(required = true) Instant publishedAt,

            @Schema(
                    required = true,
                    examples = "Apache-2.0",
                    description = "Of the data it was trained on; may be empty")
            String datasetLicence) {
        static Entry of(Model model, Models among) {
            var manifest = model.manifest();
            var sample = manifest.getSample();
            var defaults = manifest.getDefaults();
            return new Entry(
                    model.id(),
                    "model",
                    model.publishedAt().getEpochSecond(),
                    "unstir",
                    model.model(),
                    model.version(),
                    among.isNewest(model) ? List.of(model.model(), model.model() + Models.LATEST) : List.of(),
                    model.digest(),
                    new SampleShape(sample.getChannels(), sample.getHeight(), sample.getWidth()),
                    new Defaults(
                            defaults.getSolver(),
                            defaults.getSteps(),
                            defaults.getGuidanceScale(),
                            defaults.getTimestepSpacing()),
                    manifest.hasText(),
                    model.publishedAt(),
                    manifest.getLineage().getDatasetLicence());
        }
    }

    @Schema(name = "SampleShape", description = "Of the model's images")
    record SampleShape(
            @Schema(required = true, examples = "3") int channels,

            @Schema(required = true, examples = "64", description = "In pixels")
            int height,

            @Schema(required = true, examples = "64", description = "In pixels")
            int width) {}

    @Schema(name = "SamplingDefaults", description = "What a job that does not say gets")
    record Defaults(
            @Schema(required = true, examples = "ddim", description = "Empty: ddim")
            String solver,

            @Schema(required = true, examples = "30", description = "0: 50")
            int steps,

            @Schema(required = true, examples = "3", description = "Below 1: 1, which is off")
            double guidanceScale,

            @Schema(required = true, examples = "trailing", description = "Empty: leading")
            String timestepSpacing) {}
}
