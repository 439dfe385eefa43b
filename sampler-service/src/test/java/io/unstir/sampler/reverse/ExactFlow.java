package io.unstir.sampler.reverse;

import io.unstir.sampler.solver.Prediction;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Where the probability flow of the exact denoiser really leads: Runge and Kutta's classical method on dx / d log(sigma) = sigma epsilon, x in units of sigma. */
final class ExactFlow {
    private static final int STEPS = 4000;
    /** Below it, the predicted image no longer moves. */
    private static final double LEAST = 1e-4;

    private ExactFlow() {}

    /** The image that {@code start}, standard normal, becomes. */
    static double[] end(double[] start, double most) {
        double[] x = at(start, most, LEAST);
        double signal = 1 / StrictMath.sqrt(1 + LEAST * LEAST);
        double[] x0 = new double[x.length];
        ExactDenoiser.MIXTURE.predict(Prediction.SAMPLE, x, signal * signal, x0);
        return x0;
    }

    /** x_t, variance preserving, at sigma {@code least}. */
    static double[] at(double[] start, double most, double least) {
        double from = StrictMath.log(most);
        double width = (StrictMath.log(least) - from) / STEPS;
        double[] x = scaled(start, StrictMath.sqrt(1 + most * most));
        for (int i = 0; i < STEPS; i++) {
            double time = from + i * width;
            double[] k1 = slope(x, time);
            double[] k2 = slope(moved(x, k1, width / 2), time + width / 2);
            double[] k3 = slope(moved(x, k2, width / 2), time + width / 2);
            double[] k4 = slope(moved(x, k3, width), time + width);
            for (int e = 0; e < x.length; e++) {
                x[e] += width * (k1[e] + 2 * k2[e] + 2 * k3[e] + k4[e]) / 6;
            }
        }
        return scaled(x, 1 / StrictMath.sqrt(1 + least * least));
    }

    private static double[] slope(double[] x, double logSigma) {
        double sigma = StrictMath.exp(logSigma);
        double signal = 1 / StrictMath.sqrt(1 + sigma * sigma);
        double[] epsilon = new double[x.length];
        ExactDenoiser.MIXTURE.predict(Prediction.EPSILON, scaled(x, signal), signal * signal, epsilon);
        return scaled(epsilon, sigma);
    }

    private static double[] moved(double[] x, double[] slope, double width) {
        return IntStream.range(0, x.length)
                .mapToDouble(e -> x[e] + width * slope[e])
                .toArray();
    }

    private static double[] scaled(double[] x, double factor) {
        return Arrays.stream(x).map(value -> value * factor).toArray();
    }
}
