package io.unstir.sampler.solver;

import io.unstir.sampler.noise.Noise;
import io.unstir.sampler.schedule.Grid;
import io.unstir.sampler.schedule.Node;
import io.unstir.sampler.schedule.Step;
import java.util.Arrays;

/**
 * Zhao et al. 2023, "UniPC: A Unified Predictor-Corrector Framework for Fast Sampling of Diffusion Models": algorithms 5 and 6 (multistep UniP and UniC for the
 * predicted image) with B(h) = exp(h) - 1, called bh2. The answer at the end of a step first corrects that step, at no further question.
 *
 * @param order of the predictor, 1 to 3; the corrector's is one higher
 * @param lowerOrderFinal whether the last steps are of lower order
 */
public record UniPc(int order, boolean lowerOrderFinal) implements Solver {
    public UniPc {
        if (order < 1 || order > 3) {
            throw new IllegalArgumentException("order must be 1 to 3 for unipc (got " + order + ")");
        }
    }

    @Override
    public void step(Step step, Denoised denoised, double[] x, History history, Noise noise) {
        if (history.count() > 0) {
            correct(step.from(), orderOf(step.left() + 1, history.count()), denoised, x, history);
        }
        history.remember(step.from(), denoised, x);
        predict(step.to(), step.last() ? 1 : orderOf(step.left(), history.count()), x, history);
    }

    @Override
    public Grid grid() {
        return Grid.OPEN;
    }

    @Override
    public int memory() {
        return order;
    }

    private int orderOf(int left, int answers) {
        int most = StrictMath.min(order, answers);
        return lowerOrderFinal ? StrictMath.min(most, left) : most;
    }

    /** UniP: from the last answer's place to {@code to}. */
    private static void predict(Node to, int order, double[] x, History history) {
        var now = history.past(0);
        double h = to.lambda() - now.node().lambda();
        double base = StrictMath.expm1(-h);
        double[] ratios = ratios(history, order, h);
        double[] weights = ratios.length == 1 ? new double[] {0.5} : weights(ratios, -h, ratios.length);
        double ofX = to.noise() / now.node().noise();
        for (int i = 0; i < x.length; i++) {
            double differences = 0;
            for (int k = 0; k < ratios.length; k++) {
                differences += weights[k] * (history.past(k + 1).x0()[i] - now.x0()[i]) / ratios[k];
            }
            x[i] = ofX * now.x()[i] - to.signal() * base * (now.x0()[i] + differences);
        }
    }

    /** UniC: the step that led to {@code at} once more, now that the answer there is known. */
    private static void correct(Node at, int order, Denoised answer, double[] x, History history) {
        var start = history.past(0);
        double h = at.lambda() - start.node().lambda();
        double base = StrictMath.expm1(-h);
        double[] earlier = ratios(history, order, h);
        double[] ratios = Arrays.copyOf(earlier, earlier.length + 1);
        ratios[earlier.length] = 1;
        double[] weights = ratios.length == 1 ? new double[] {0.5} : weights(ratios, -h, ratios.length);
        double ofX = at.noise() / start.node().noise();
        for (int i = 0; i < x.length; i++) {
            double differences = weights[earlier.length] * (answer.x0()[i] - start.x0()[i]);
            for (int k = 0; k < earlier.length; k++) {
                differences += weights[k] * (history.past(k + 1).x0()[i] - start.x0()[i]) / ratios[k];
            }
            x[i] = ofX * start.x()[i] - at.signal() * base * (start.x0()[i] + differences);
        }
    }

    /** r_k: where the answers before the last one lie, in units of the step. Answers at noise alone lie nowhere and are left out. */
    private static double[] ratios(History history, int order, double h) {
        Node now = history.past(0).node();
        double[] ratios = new double[order - 1];
        for (int k = 0; k < ratios.length; k++) {
            ratios[k] = (history.past(k + 1).node().lambda() - now.lambda()) / h;
            if (Double.isInfinite(ratios[k]) || Double.isNaN(ratios[k])) {
                return Arrays.copyOf(ratios, k);
            }
        }
        return ratios;
    }

    /** rho of the paper's theorem 3.1: the Vandermonde matrix of the r_k against phi_k(-h) k! / B(-h). */
    private static double[] weights(double[] ratios, double hh, int size) {
        double base = StrictMath.expm1(hh);
        double[][] matrix = new double[size][size + 1];
        double phi = base / hh - 1;
        double factorial = 1;
        for (int row = 0; row < size; row++) {
            for (int k = 0; k < size; k++) {
                matrix[row][k] = StrictMath.pow(ratios[k], row);
            }
            matrix[row][size] = phi * factorial / base;
            factorial *= row + 2;
            phi = phi / hh - 1 / factorial;
        }
        return LinearSystem.solve(matrix);
    }
}
