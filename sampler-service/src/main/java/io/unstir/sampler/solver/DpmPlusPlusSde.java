package io.unstir.sampler.solver;

import io.unstir.sampler.noise.Draw;
import io.unstir.sampler.noise.Noise;
import io.unstir.sampler.schedule.Grid;
import io.unstir.sampler.schedule.Step;

/**
 * The stochastic form of {@link DpmPlusPlus} with second order in the image, SDE-DPM-Solver++(2M): Lu et al. 2022, "DPM-Solver++", section 5.3 and appendix A.
 *
 * @param order 1 or 2
 */
public record DpmPlusPlusSde(int order) implements Solver {
    public DpmPlusPlusSde {
        if (order < 1 || order > 2) {
            throw new IllegalArgumentException("order must be 1 or 2 (got " + order + ")");
        }
    }

    @Override
    public void step(Step step, Denoised denoised, double[] x, History history, Noise noise) {
        history.remember(step.from(), denoised, x);
        double h = step.to().lambda() - step.from().lambda();
        double fresh = -StrictMath.expm1(-2 * h);
        double ofX = step.to().noise() / step.from().noise() * StrictMath.exp(-h);
        double ofImage = step.to().signal() * fresh;
        if (order == 1 || step.last() || history.count() < 2) {
            for (int i = 0; i < x.length; i++) {
                x[i] = ofX * x[i] + ofImage * denoised.x0()[i];
            }
        } else {
            var before = history.past(1);
            double r = (step.from().lambda() - before.node().lambda()) / h;
            for (int i = 0; i < x.length; i++) {
                double slope = (denoised.x0()[i] - before.x0()[i]) / r;
                x[i] = ofX * x[i] + ofImage * (denoised.x0()[i] + slope / 2);
            }
        }
        if (!step.last()) {
            double sigma = step.to().noise() * StrictMath.sqrt(fresh);
            double[] z = noise.draw(Draw.STEP, step.index());
            for (int i = 0; i < x.length; i++) {
                x[i] += sigma * z[i];
            }
        }
    }

    @Override
    public Grid grid() {
        return Grid.OPEN;
    }

    @Override
    public int memory() {
        return 2;
    }
}
