package io.unstir.sampler.solver;

import io.unstir.sampler.noise.Draw;
import io.unstir.sampler.noise.Noise;
import io.unstir.sampler.schedule.Grid;
import io.unstir.sampler.schedule.Step;

/**
 * Multistep consistency sampling, for models distilled to answer with the end of the trajectory: Song et al. 2023, "Consistency Models", algorithm 1, with the boundary
 * condition of Luo et al. 2023, "Latent Consistency Models" (section 3, sigma_data 0.5, times stretched tenfold).
 */
public record Lcm() implements Solver {
    private static final double SIGMA_DATA = 0.5;
    private static final double STRETCH = 10;

    @Override
    public void step(Step step, Denoised denoised, double[] x, History history, Noise noise) {
        double time = STRETCH * step.from().timestep();
        double square = time * time + SIGMA_DATA * SIGMA_DATA;
        double skip = SIGMA_DATA * SIGMA_DATA / square;
        double out = time / StrictMath.sqrt(square);
        for (int i = 0; i < x.length; i++) {
            x[i] = out * denoised.x0()[i] + skip * x[i];
        }
        if (!step.last()) {
            double signal = step.to().signal();
            double sigma = step.to().noise();
            double[] z = noise.draw(Draw.STEP, step.index());
            for (int i = 0; i < x.length; i++) {
                x[i] = signal * x[i] + sigma * z[i];
            }
        }
    }

    @Override
    public Grid grid() {
        return Grid.DISCRETE;
    }
}
