package io.unstir.sampler.solver;

import io.unstir.sampler.noise.Noise;
import io.unstir.sampler.schedule.Grid;
import io.unstir.sampler.schedule.Step;

/**
 * One way to go from x_t to the x of a time closer to the image. Knows nothing of models, sessions or jobs. All of them see x_t in the
 * variance-preserving form, x_t = sqrt(abar) x0 + sqrt(1 - abar) epsilon; the x of Karras et al. 2022 is x_t / sqrt(abar).
 */
public sealed interface Solver
        permits Ddpm, Ddim, Euler, EulerAncestral, Heun, DpmPlusPlus, DpmPlusPlusSde, UniPc, IPndm, Lcm {

    /** Takes {@code x} over one step, in place. @param history of the same image; only solvers with {@link #memory} write to it */
    void step(Step step, Denoised denoised, double[] x, History history, Noise noise);

    /** Which times it visits. */
    Grid grid();

    /** How many answers of the model it looks back at. */
    default int memory() {
        return 0;
    }

    /** How many times it asks the model in a step. */
    default int stages() {
        return 1;
    }

    /** Whether it needs {@link Denoised#variance}. */
    default boolean needsVariance() {
        return false;
    }
}
