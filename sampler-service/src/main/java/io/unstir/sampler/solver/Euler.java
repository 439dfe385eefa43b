package io.unstir.sampler.solver;

import io.unstir.sampler.noise.Noise;
import io.unstir.sampler.schedule.Grid;
import io.unstir.sampler.schedule.Step;

/**
 * Euler's method for the probability flow in units of sigma: Karras et al. 2022, "Elucidating the Design Space of Diffusion-Based Generative Models",
 * algorithm 1 without its second-order part and without churn. On the same times it is DDIM; it visits others.
 */
public record Euler() implements Solver {
    @Override
    public void step(Step step, Denoised denoised, double[] x, History history, Noise noise) {
        go(step, denoised, x);
    }

    @Override
    public Grid grid() {
        return Grid.CONTINUOUS;
    }

    /** x + (sigma_to - sigma_from) epsilon, in units of sigma. */
    static void go(Step step, Denoised denoised, double[] x) {
        double signal = step.to().signal();
        double noise = step.to().noise();
        for (int i = 0; i < x.length; i++) {
            x[i] = signal * denoised.x0()[i] + noise * denoised.epsilon()[i];
        }
    }
}
