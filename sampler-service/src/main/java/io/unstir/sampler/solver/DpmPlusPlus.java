package io.unstir.sampler.solver;

import io.unstir.sampler.noise.Noise;
import io.unstir.sampler.schedule.Grid;
import io.unstir.sampler.schedule.Step;

/**
 * Lu et al. 2022, "DPM-Solver++: Fast Solver for Guided Sampling of Diffusion Probabilistic Models", multistep: algorithm 2 (2M) and its third-order
 * counterpart (3M), for the predicted image over lambda. The first steps and the one to the image are of lower order.
 *
 * @param order 1 to 3
 * @param lowerOrderFinal whether a trajectory of few steps ends with a step of second order before the last
 */
public record DpmPlusPlus(int order, boolean lowerOrderFinal) implements Solver {
    public DpmPlusPlus {
        if (order < 1 || order > 3) {
            throw new IllegalArgumentException("order must be 1 to 3 (got " + order + ")");
        }
    }

    @Override
    public void step(Step step, Denoised denoised, double[] x, History history, Noise noise) {
        history.remember(step.from(), denoised, x);
        double h = step.to().lambda() - step.from().lambda();
        double ofX = step.to().noise() / step.from().noise();
        double ofImage = -step.to().signal() * StrictMath.expm1(-h);
        switch (orderOf(step, history.count())) {
            case 1 -> first(denoised.x0(), x, ofX, ofImage);
            case 2 -> second(step, history, x, h, ofX, ofImage);
            default -> third(step, history, x, h, ofX, ofImage);
        }
    }

    @Override
    public Grid grid() {
        return Grid.OPEN;
    }

    @Override
    public int memory() {
        return order;
    }

    private int orderOf(Step step, int answers) {
        if (step.last()) {
            return 1;
        }
        boolean lower = lowerOrderFinal && step.few() && step.left() == 2;
        return StrictMath.min(StrictMath.min(order, answers), lower ? 2 : 3);
    }

    private static void first(double[] x0, double[] x, double ofX, double ofImage) {
        for (int i = 0; i < x.length; i++) {
            x[i] = ofX * x[i] + ofImage * x0[i];
        }
    }

    private static void second(Step step, History history, double[] x, double h, double ofX, double ofImage) {
        var now = history.past(0);
        var before = history.past(1);
        double r = (step.from().lambda() - before.node().lambda()) / h;
        for (int i = 0; i < x.length; i++) {
            double slope = (now.x0()[i] - before.x0()[i]) / r;
            x[i] = ofX * x[i] + ofImage * (now.x0()[i] + slope / 2);
        }
    }

    private static void third(Step step, History history, double[] x, double h, double ofX, double ofImage) {
        var now = history.past(0);
        var before = history.past(1);
        var earlier = history.past(2);
        double r0 = (step.from().lambda() - before.node().lambda()) / h;
        double r1 = (before.node().lambda() - earlier.node().lambda()) / h;
        double signal = step.to().signal();
        double ofSlope = signal * (StrictMath.expm1(-h) / h + 1);
        double ofBend = -signal * ((StrictMath.expm1(-h) + h) / (h * h) - 0.5);
        for (int i = 0; i < x.length; i++) {
            double late = (now.x0()[i] - before.x0()[i]) / r0;
            double early = (before.x0()[i] - earlier.x0()[i]) / r1;
            double bend = (late - early) / (r0 + r1);
            double slope = late + r0 * bend;
            x[i] = ofX * x[i] + ofImage * now.x0()[i] + ofSlope * slope + ofBend * bend;
        }
    }
}
