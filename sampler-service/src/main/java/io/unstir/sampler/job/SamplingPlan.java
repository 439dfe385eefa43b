package io.unstir.sampler.job;

import io.unstir.proto.v1.GuidanceSettings;
import io.unstir.proto.v1.SamplingRequest;
import io.unstir.proto.v1.SolverSettings;
import io.unstir.sampler.conditioning.Conditions;
import io.unstir.sampler.engine.Course;
import io.unstir.sampler.guidance.Guidance;
import io.unstir.sampler.model.Model;
import io.unstir.sampler.noise.Noise;
import io.unstir.sampler.noise.PhiloxNoise;
import io.unstir.sampler.noise.VariedNoise;
import io.unstir.sampler.picture.PictureException;
import io.unstir.sampler.reverse.Recipe;
import io.unstir.sampler.schedule.TimestepSpacing;
import io.unstir.sampler.schedule.Trajectory;
import io.unstir.sampler.solver.Solver;
import io.unstir.sampler.solver.SolverChoice;
import io.unstir.sampler.solver.Thresholding;

/** What a request means for a model, or why it means nothing. */
final class SamplingPlan {
    private static final int MOST_IMAGES = 16;
    private static final long LARGEST_SEED = (1L << 53) - 1;
    private static final String DEFAULT_SPACING = "leading";
    private static final double DEFAULT_PERCENTILE = 0.995;

    private final SamplingRequest request;
    private final Model model;

    private SamplingPlan(SamplingRequest request, Model model) {
        this.request = request;
        this.model = model;
    }

    /** @throws JobException when the model can't do what is asked */
    static Course of(SamplingRequest request, Model model, Conditions conditions) throws InterruptedException {
        try {
            return new SamplingPlan(request, model).course(conditions);
        } catch (IllegalArgumentException | PictureException e) {
            throw new JobException(JobErrorCode.INVALID_REQUEST, e.getMessage(), e);
        }
    }

    /** The noise of an image of the job. */
    static Noise noise(SamplingRequest request, int image, int elements) {
        var own = new PhiloxNoise(request.getSeed(), image, elements);
        if (!request.hasVariation()) {
            return own;
        }
        var variation = request.getVariation();
        var near = new PhiloxNoise(variation.getOfSeed(), variation.getOfImage(), elements);
        return new VariedNoise(near, own, variation.getStrength());
    }

    private Course course(Conditions conditions) throws InterruptedException {
        require("image_count", request.getImageCount(), 1, MOST_IMAGES);
        require("seed", request.getSeed(), 0, LARGEST_SEED);
        requireVariation();
        var solver = solver();
        var trajectory = Trajectory.of(
                model.schedule(), spacing(), request.getSolver().getSteps(), solver.grid(), solver.stages());
        var image = conditions.of(request, model.session().sample());
        var guidance = guidance();
        return new Course(
                model.session(),
                model.schedule().trainingSteps(),
                image.canvas(),
                new Recipe(
                        image.shape(trajectory),
                        solver,
                        model.prediction(),
                        model.learnedVariance(),
                        thresholding(),
                        image.beginning(),
                        image.known()),
                guidance,
                model.encode(request.getPrompt()),
                guidance.active() ? model.encode(request.getNegativePrompt()) : model.encode(""));
    }

    private Solver solver() {
        SolverSettings settings = request.getSolver();
        return new SolverChoice(
                        settings.getName(), settings.getEta(), brief(settings.getVariance()), settings.getOrder())
                .solver()
                .orElseThrow(() -> new JobException(
                        JobErrorCode.UNKNOWN_SOLVER,
                        "solver must be one of %s (got %s)".formatted(SolverChoice.NAMES, brief(settings.getName()))));
    }

    /** A model that is told nothing has no condition to go away from. An unset scale is off. */
    private Guidance guidance() {
        double scale = request.getGuidanceScale();
        if (scale == 0 || !model.session().condition().present()) {
            return Guidance.NONE;
        }
        GuidanceSettings settings = request.getGuidance();
        double end = settings.getIntervalEnd() == 0 ? 1 : settings.getIntervalEnd();
        return new Guidance(scale, settings.getIntervalStart(), end, settings.getRescale());
    }

    private Thresholding thresholding() {
        var settings = request.getThresholding();
        return switch (settings.getKind()) {
            case "", "clip" -> new Thresholding.Clip();
            case "none" -> new Thresholding.None();
            case "dynamic" ->
                new Thresholding.Dynamic(settings.getPercentile() == 0 ? DEFAULT_PERCENTILE : settings.getPercentile());
            default ->
                throw new IllegalArgumentException(
                        "thresholding must be clip, dynamic or none (got %s)".formatted(brief(settings.getKind())));
        };
    }

    private TimestepSpacing spacing() {
        String asked = request.getSolver().getTimestepSpacing();
        String name = asked.isEmpty() ? model.defaultSpacing().orElse(DEFAULT_SPACING) : asked;
        return TimestepSpacing.named(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "timestep_spacing must be one of %s (got %s)".formatted(TimestepSpacing.NAMES, brief(name))));
    }

    private void requireVariation() {
        if (request.hasVariation()) {
            require("variation.of_seed", request.getVariation().getOfSeed(), 0, LARGEST_SEED);
            require("variation.of_image", request.getVariation().getOfImage(), 0, MOST_IMAGES - 1);
        }
    }

    private static void require(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s must be %d to %d (got %d)".formatted(field, least, most, value));
        }
    }

    private static String brief(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100);
    }
}
