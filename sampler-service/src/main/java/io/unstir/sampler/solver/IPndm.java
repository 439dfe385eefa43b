package io.unstir.sampler.solver;

import io.unstir.sampler.noise.Noise;
import io.unstir.sampler.schedule.Grid;
import io.unstir.sampler.schedule.Step;

/**
 * Adams and Bashforth's method in units of sigma, with the coefficients of equal steps: iPNDM of Zhang and Chen 2023, "Fast Sampling of Diffusion Models with Exponential
 * Integrator", after Liu et al. 2022 (PNDM) without its Runge-Kutta start. The first steps are of lower order.
 *
 * @param order 1 to 4
 */
public record IPndm(int order) implements Solver {
    /** By order, the newest answer's first. */
    private static final double[][] COEFFICIENTS = {
        {1}, {3 / 2.0, -1 / 2.0}, {23 / 12.0, -16 / 12.0, 5 / 12.0}, {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0}
    };

    public IPndm {
        if (order < 1 || order > COEFFICIENTS.length) {
            throw new IllegalArgumentException("order must be 1 to 4 for ipndm (got " + order + ")");
        }
    }

    @Override
    public void step(Step step, Denoised denoised, double[] x, History history, Noise noise) {
        history.remember(step.from(), denoised, x);
        double[] coefficients = COEFFICIENTS[StrictMath.min(order, history.count()) - 1];
        if (coefficients.length == 1) {
            Euler.go(step, denoised, x);
            return;
        }
        double width = step.to().sigma() - step.from().sigma();
        double fromSignal = step.from().signal();
        double toSignal = step.to().signal();
        for (int i = 0; i < x.length; i++) {
            double slope = 0;
            for (int k = 0; k < coefficients.length; k++) {
                slope += coefficients[k] * history.past(k).epsilon()[i];
            }
            x[i] = toSignal * (x[i] / fromSignal + width * slope);
        }
    }

    @Override
    public Grid grid() {
        return Grid.CONTINUOUS;
    }

    @Override
    public int memory() {
        return order;
    }
}
