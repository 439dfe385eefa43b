package io.unstir.sampler.solver;

import io.unstir.sampler.noise.Noise;
import io.unstir.sampler.schedule.Step;

/**
 * Ho et al. 2020, "Denoising Diffusion Probabilistic Models", eq. 6 and 7 (algorithm 2), ancestral sampling; over a part of the times with
 * beta = 1 - abar_t / abar_previous.
 *
 * @param variance of the noise added, section 3.2
 */
public record Ddpm(Variance variance) implements Solver {

    /** The two choices of section 3.2. */
    public enum Variance {
        /** The posterior's, beta-tilde. */
        FIXED_SMALL,
        /** beta. */
        FIXED_LARGE
    }

    @Override
    public void step(Step step, Denoised denoised, double[] x, Noise noise) {
        double abar = step.alphaBar();
        double abarPrevious = step.alphaBarPrevious();
        double alpha = abar / abarPrevious;
        double beta = 1 - alpha;
        double ofImage = StrictMath.sqrt(abarPrevious) * beta / (1 - abar);
        double ofX = StrictMath.sqrt(alpha) * (1 - abarPrevious) / (1 - abar);

        for (int i = 0; i < x.length; i++) {
            x[i] = ofImage * denoised.x0()[i] + ofX * x[i];
        }
        if (!step.last()) {
            double sigma = StrictMath.sqrt(
                    switch (variance) {
                        case FIXED_SMALL -> (1 - abarPrevious) / (1 - abar) * beta;
                        case FIXED_LARGE -> beta;
                    });
            double[] z = noise.draw(step.index());
            for (int i = 0; i < x.length; i++) {
                x[i] += sigma * z[i];
            }
        }
    }
}
