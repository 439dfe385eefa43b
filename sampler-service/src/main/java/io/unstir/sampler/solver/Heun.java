package io.unstir.sampler.solver;

import io.unstir.sampler.noise.Noise;
import io.unstir.sampler.schedule.Grid;
import io.unstir.sampler.schedule.Step;

/**
 * Heun's method, second order with two questions a step and one for the last: Karras et al. 2022, "Elucidating the Design Space of Diffusion-Based
 * Generative Models", algorithm 1.
 */
public record Heun() implements Solver {
    @Override
    public void step(Step step, Denoised denoised, double[] x, History history, Noise noise) {
        if (step.stage() == 0) {
            history.remember(step.from(), denoised, x);
            Euler.go(step, denoised, x);
            return;
        }
        var start = history.past(0);
        double width = step.to().sigma() - step.from().sigma();
        double fromSignal = step.from().signal();
        double toSignal = step.to().signal();
        for (int i = 0; i < x.length; i++) {
            double slope = (start.epsilon()[i] + denoised.epsilon()[i]) / 2;
            x[i] = toSignal * (start.x()[i] / fromSignal + width * slope);
        }
    }

    @Override
    public Grid grid() {
        return Grid.CONTINUOUS;
    }

    @Override
    public int memory() {
        return 1;
    }

    @Override
    public int stages() {
        return 2;
    }
}
