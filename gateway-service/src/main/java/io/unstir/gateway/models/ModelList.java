package io.unstir.gateway.models;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The models a job can name. */
@Schema(description = "What is published and not retired, newest first")
record ModelList(List<Entry> models) {
    static ModelList of(List<Model> models) {
        return new ModelList(models.stream().map(Entry::of).toList());
    }

    /** One published checkpoint. */
    @Schema(name = "Model")
    record Entry(
            @Schema(examples = "emoji@1") String id,
            String model,
            String version,

            @Schema(description = "SHA-256 of the bundle's manifest: what a job is tied to")
            String digest,

            SampleShape sample,
            Defaults defaults,

            @Schema(description = "Whether prompts steer the model")
            boolean text,

            Instant publishedAt,
            String datasetLicence) {
        static Entry of(Model model) {
            var manifest = model.manifest();
            var sample = manifest.getSample();
            var defaults = manifest.getDefaults();
            return new Entry(
                    model.id(),
                    model.model(),
                    model.version(),
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

    record SampleShape(int channels, int height, int width) {}

    record Defaults(String solver, int steps, double guidanceScale, String timestepSpacing) {}
}
