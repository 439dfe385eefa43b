package io.unstir.sampler.solver;

import io.unstir.sampler.noise.Draw;
import io.unstir.sampler.noise.Noise;
import io.unstir.sampler.schedule.Grid;
import io.unstir.sampler.schedule.Step;

/**
 * Ho et al. 2020, "Denoising Diffusion Probabilistic Models", eq. 6 and 7 (algorithm 2), ancestral sampling; over a part of the times with
 * beta = 1 - abar_t / abar_previous.
 *
 * @param variance of the noise added, section 3.2
 */
public record Ddpm(Variance variance) implements Solver {

    /** What the noise of a step may vary by. */
    public enum Variance {
        /** The posterior's, beta-tilde. */
        FIXED_SMALL,
        /** beta. */
        FIXED_LARGE,
        /** Between the two, where the model says: Nichol and Dhariwal 2021, "Improved DDPM", eq. 15. */
        LEARNED
    }

    @Override
    public void step(Step step, Denoised denoised, double[] x, History history, Noise noise) {
        double abar = step.from().alphaBar();
        double abarPrevious = step.to().alphaBar();
        double alpha = abar / abarPrevious;
        double beta = 1 - alpha;
        double ofImage = StrictMath.sqrt(abarPrevious) * beta / (1 - abar);
        double ofX = StrictMath.sqrt(alpha) * (1 - abarPrevious) / (1 - abar);

        for (int i = 0; i < x.length; i++) {
            x[i] = ofImage * denoised.x0()[i] + ofX * x[i];
        }
        if (!step.last()) {
            double betaTilde = (1 - abarPrevious) / (1 - abar) * beta;
            double[] z = noise.draw(Draw.STEP, step.index());
            switch (variance) {
                case FIXED_SMALL -> add(StrictMath.sqrt(betaTilde), z, x);
                case FIXED_LARGE -> add(StrictMath.sqrt(beta), z, x);
                case LEARNED -> addLearned(StrictMath.log(betaTilde), StrictMath.log(beta), denoised.variance(), z, x);
            }
        }
    }

    @Override
    public Grid grid() {
        return Grid.DISCRETE;
    }

    @Override
    public boolean needsVariance() {
        return variance == Variance.LEARNED;
    }

    private static void add(double sigma, double[] z, double[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] += sigma * z[i];
        }
    }

    private static void addLearned(double least, double most, double[] variance, double[] z, double[] x) {
        for (int i = 0; i < x.length; i++) {
            double part = (variance[i] + 1) / 2;
            x[i] += StrictMath.exp((part * most + (1 - part) * least) / 2) * z[i];
        }
    }
}
