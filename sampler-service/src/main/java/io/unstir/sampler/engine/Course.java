package io.unstir.sampler.engine;

import io.unstir.sampler.guidance.Guidance;
import io.unstir.sampler.schedule.Trajectory;
import io.unstir.sampler.session.DenoiserSession;
import io.unstir.sampler.solver.Prediction;
import io.unstir.sampler.solver.Solver;
import io.unstir.sampler.solver.Thresholding;

/**
 * What the images of a job have in common: everything that makes their pixels but the noise.
 *
 * @param conditional rows of the prompt, empty for a model without text
 * @param unconditional rows of the negative prompt, used where guidance is active
 */
public record Course(
        DenoiserSession session,
        Trajectory trajectory,
        Solver solver,
        Prediction prediction,
        Thresholding thresholding,
        Guidance guidance,
        float[] conditional,
        float[] unconditional) {
    public Course {
        int elements = session.text().elements();
        if (conditional.length != elements || unconditional.length != elements) {
            throw new IllegalArgumentException("a prompt's rows must hold %d numbers (got %d and %d)"
                    .formatted(elements, conditional.length, unconditional.length));
        }
    }
}
