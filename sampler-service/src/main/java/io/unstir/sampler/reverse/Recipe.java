package io.unstir.sampler.reverse;

import io.unstir.sampler.schedule.Resampling;
import io.unstir.sampler.schedule.Trajectory;
import io.unstir.sampler.solver.Prediction;
import io.unstir.sampler.solver.Solver;
import io.unstir.sampler.solver.Thresholding;
import java.util.Optional;

/** What makes an image from noise, besides the model and the noise. */
public record Recipe(
        Trajectory trajectory,
        Solver solver,
        Prediction prediction,
        boolean learnedVariance,
        Thresholding thresholding,
        Beginning beginning,
        Optional<Known> known) {
    public Recipe {
        if (solver.needsVariance() && !learnedVariance) {
            throw new IllegalArgumentException(
                    "variance must be fixed-small or fixed-large (got learned, which this model is not)");
        }
        if (trajectory.start().isNoise() && prediction == Prediction.EPSILON) {
            throw new IllegalArgumentException("a model that predicts the noise can't start from noise alone");
        }
        if (known.isEmpty() && !trajectory.resampling().equals(Resampling.NONE)) {
            throw new IllegalArgumentException(
                    "resample_times needs a part of an image that is kept (a mask or outpaint)");
        }
    }

    /** From noise to an image, by noise predictions. */
    public static Recipe plain(Trajectory trajectory, Solver solver, Prediction prediction, Thresholding thresholding) {
        return new Recipe(trajectory, solver, prediction, false, thresholding, new Beginning.Noise(), Optional.empty());
    }
}
