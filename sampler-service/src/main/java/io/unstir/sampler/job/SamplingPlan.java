package io.unstir.sampler.job;

import io.unstir.proto.v1.SamplingRequest;
import io.unstir.sampler.engine.Course;
import io.unstir.sampler.guidance.Guidance;
import io.unstir.sampler.model.Model;
import io.unstir.sampler.schedule.TimestepSpacing;
import io.unstir.sampler.schedule.Trajectory;
import io.unstir.sampler.solver.Solver;
import io.unstir.sampler.solver.Thresholding;

/** What a request means for a model, or why it means nothing. */
final class SamplingPlan {
    private static final int MOST_IMAGES = 16;
    private static final long LARGEST_SEED = (1L << 53) - 1;
    private static final String DEFAULT_SPACING = "leading";

    private SamplingPlan() {}

    /** @throws JobException when the model can't do what is asked */
    static Course of(SamplingRequest request, Model model) {
        try {
            require("image_count", request.getImageCount(), 1, MOST_IMAGES);
            require("seed", request.getSeed(), 0, LARGEST_SEED);
            var guidance = guidance(request, model);
            return new Course(
                    model.session(),
                    Trajectory.of(
                            model.schedule(),
                            spacing(request, model),
                            request.getSolver().getSteps()),
                    solver(request),
                    model.prediction(),
                    Thresholding.CLIP,
                    guidance,
                    model.encode(request.getPrompt()),
                    guidance.active() ? model.encode(request.getNegativePrompt()) : model.encode(""));
        } catch (IllegalArgumentException e) {
            throw new JobException(JobErrorCode.INVALID_REQUEST, e.getMessage(), e);
        }
    }

    private static Solver solver(SamplingRequest request) {
        var settings = request.getSolver();
        return Solver.named(settings.getName(), settings.getEta())
                .orElseThrow(() -> new JobException(
                        JobErrorCode.UNKNOWN_SOLVER,
                        "solver must be one of %s (got %s)".formatted(Solver.NAMES, brief(settings.getName()))));
    }

    /** A model without text has no condition to go away from. An unset scale is off. */
    private static Guidance guidance(SamplingRequest request, Model model) {
        double scale = request.getGuidanceScale();
        return scale == 0 || !model.session().text().present() ? Guidance.NONE : new Guidance(scale);
    }

    private static TimestepSpacing spacing(SamplingRequest request, Model model) {
        String asked = request.getSolver().getTimestepSpacing();
        String name = asked.isEmpty() ? model.defaultSpacing().orElse(DEFAULT_SPACING) : asked;
        return TimestepSpacing.named(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "timestep_spacing must be leading, trailing or linspace (got %s)".formatted(brief(name))));
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
