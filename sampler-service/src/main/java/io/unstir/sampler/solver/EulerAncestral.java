package io.unstir.sampler.solver;

import io.unstir.sampler.noise.Draw;
import io.unstir.sampler.noise.Noise;
import io.unstir.sampler.schedule.Grid;
import io.unstir.sampler.schedule.Step;

/**
 * Euler's method down to less noise than the step ends with, and fresh noise up to that: ancestral sampling in units of sigma, after Song et al. 2021,
 * "Score-Based Generative Modeling through Stochastic Differential Equations", appendix F.
 */
public record EulerAncestral() implements Solver {
    @Override
    public void step(Step step, Denoised denoised, double[] x, History history, Noise noise) {
        double to = step.to().sigma();
        // 1 - (to / from)^2, which is 1 also where the step starts from noise alone.
        double fresh = 1 - square(to / step.from().sigma());
        double up = to * StrictMath.sqrt(fresh);
        double down = StrictMath.sqrt(StrictMath.max(0, to * to - up * up));
        double signal = step.to().signal();
        for (int i = 0; i < x.length; i++) {
            x[i] = signal * (denoised.x0()[i] + down * denoised.epsilon()[i]);
        }
        if (!step.last()) {
            double[] z = noise.draw(Draw.STEP, step.index());
            for (int i = 0; i < x.length; i++) {
                x[i] += signal * up * z[i];
            }
        }
    }

    @Override
    public Grid grid() {
        return Grid.CONTINUOUS;
    }

    private static double square(double value) {
        return value * value;
    }
}
