package io.unstir.local.command;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How to sample. Values go to the gateway as they are: it knows the limits. */
final class SamplingOptions {
    private static final int MOST_FRAMES = 100;

    @Option(
            names = {"-n", "--images"},
            paramLabel = "N",
            description = "Images of one prompt (default: 1).")
    Integer images;

    @Option(names = "--seed", paramLabel = "S", description = "The same seed gives the same image (default: any).")
    Long seed;

    @Option(names = "--steps", paramLabel = "K", description = "Denoising steps (default: the model's).")
    Integer steps;

    @Option(names = "--negative", paramLabel = "TEXT", description = "What the image should not be.")
    String negative;

    @Option(names = "--model", paramLabel = "M", description = "emoji for its newest version, or emoji@1.")
    String model;

    @Option(names = "--bulk", description = "Nobody waits for it: jobs that somebody waits for go first.")
    boolean bulk;

    @ArgGroup(validate = false, order = 1, heading = "%nThe way from noise to image:%n")
    SolverOptions solver = new SolverOptions();

    @ArgGroup(validate = false, order = 2, heading = "%nGuidance:%n")
    GuidanceOptions guidance = new GuidanceOptions();

    @ArgGroup(validate = false, order = 3, heading = "%nAn image to start from, and the size:%n")
    ImageOptions image = new ImageOptions();

    @ArgGroup(exclusive = false, order = 4, heading = "%nVariations of an image that exists:%n")
    VariationOptions variation;

    /** So many that an animation has no more frames than one can look at. */
    int stepsAFrame() {
        return steps == null ? 1 : Math.max(1, Math.ceilDiv(steps, MOST_FRAMES));
    }

    int imagesOfOne() {
        return images == null ? 1 : images;
    }

    /** By their names in the gateway's body; files are not among them. */
    Map<String, Object> settings() {
        var settings = new LinkedHashMap<String, Object>();
        putIfGiven(settings, "negative_prompt", negative);
        putIfGiven(settings, "model", model);
        putIfGiven(settings, "n", images);
        putIfGiven(settings, "seed", seed);
        putIfGiven(settings, "steps", steps);
        solver.put(settings);
        guidance.put(settings);
        image.put(settings);
        if (variation != null) {
            variation.put(settings);
        }
        if (bulk) {
            settings.put("priority", "bulk");
        }
        return settings;
    }

    static void putIfGiven(Map<String, Object> settings, String name, Object value) {
        if (value != null) {
            settings.put(name, value);
        }
    }
}
