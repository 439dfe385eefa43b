package io.unstir.sampler.solver;

import io.unstir.sampler.noise.Draw;
import io.unstir.sampler.noise.Noise;
import io.unstir.sampler.schedule.Grid;
import io.unstir.sampler.schedule.Step;

/**
 * Song et al. 2021, "Denoising Diffusion Implicit Models", eq. 12 and 16, first order.
 *
 * @param eta 0 is deterministic, 1 has the variance of DDPM
 */
public record Ddim(double eta) implements Solver {
    public Ddim {
        if (!(eta >= 0 && eta <= 1)) {
            throw new IllegalArgumentException("eta must be 0 to 1 (got " + eta + ")");
        }
    }

    @Override
    public void step(Step step, Denoised denoised, double[] x, History history, Noise noise) {
        double abar = step.from().alphaBar();
        double abarPrevious = step.to().alphaBar();
        double sigma = eta * StrictMath.sqrt((1 - abarPrevious) / (1 - abar) * (1 - abar / abarPrevious));
        double toImage = StrictMath.sqrt(abarPrevious);
        double toNoise = StrictMath.sqrt(StrictMath.max(0, 1 - abarPrevious - sigma * sigma));

        for (int i = 0; i < x.length; i++) {
            x[i] = toImage * denoised.x0()[i] + toNoise * denoised.epsilon()[i];
        }
        if (sigma > 0) {
            double[] z = noise.draw(Draw.STEP, step.index());
            for (int i = 0; i < x.length; i++) {
                x[i] += sigma * z[i];
            }
        }
    }

    @Override
    public Grid grid() {
        return Grid.DISCRETE;
    }
}
