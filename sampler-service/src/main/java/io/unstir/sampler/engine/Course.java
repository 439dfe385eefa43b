package io.unstir.sampler.engine;

import io.unstir.sampler.canvas.Canvas;
import io.unstir.sampler.guidance.Guidance;
import io.unstir.sampler.reverse.Recipe;
import io.unstir.sampler.schedule.Node;
import io.unstir.sampler.session.DenoiserSession;

/**
 * What the images of a job have in common: everything that makes their pixels but the noise.
 *
 * @param trainingSteps T of the model's schedule
 * @param conditional rows of the prompt, empty for a model without text
 * @param unconditional rows of the negative prompt, used where guidance is active
 */
public record Course(
        DenoiserSession session,
        int trainingSteps,
        Canvas canvas,
        Recipe recipe,
        Guidance guidance,
        float[] conditional,
        float[] unconditional) {
    /** x, the question, image and noise in it, what is known, a draw of noise. */
    private static final int LANE_ARRAYS = 6;

    public Course {
        int elements = session.condition().elements();
        if (conditional.length != elements || unconditional.length != elements) {
            throw new IllegalArgumentException("a prompt's rows must hold %d numbers (got %d and %d)"
                    .formatted(elements, conditional.length, unconditional.length));
        }
    }

    /** How many times the model is asked about each window. */
    public int evaluations() {
        return recipe.trajectory().evaluations();
    }

    /** What a lane takes in memory, about: its arrays of the canvas's size. */
    long laneBytes() {
        int planes = recipe.learnedVariance() ? 2 : 1;
        int answers = planes * (guidance.active() ? 2 : 1);
        int remembered = 3 * recipe.solver().memory();
        return (long) Double.BYTES * canvas.elements() * (LANE_ARRAYS + answers + remembered);
    }

    boolean guided(Node node) {
        return guidance.active(1 - node.timestep() / StrictMath.max(1, trainingSteps - 1));
    }
}
