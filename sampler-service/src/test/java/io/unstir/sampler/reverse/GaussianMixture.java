package io.unstir.sampler.reverse;

import io.unstir.sampler.solver.Prediction;

/** Data whose exact denoiser is known: noised, it is a mixture with means sqrt(abar) m and variances abar s^2 + 1 - abar. */
record GaussianMixture(double[] weights, double[][] means, double[] stds) {

    /** What a perfect model answers for x_t. */
    void predict(Prediction prediction, double[] x, double alphaBar, double[] output) {
        double image = StrictMath.sqrt(alphaBar);
        double noise = StrictMath.sqrt(1 - alphaBar);
        double[] score = score(x, alphaBar);
        double[] mean = posteriorMean(x, alphaBar);
        for (int i = 0; i < x.length; i++) {
            double epsilon = -noise * score[i];
            double x0 = mean[i];
            output[i] = switch (prediction) {
                case EPSILON -> epsilon;
                case SAMPLE -> x0;
                case V -> image * epsilon - noise * x0;
                case FLOW -> epsilon - x0;
            };
        }
    }

    /** The gradient of the noised density's logarithm. */
    private double[] score(double[] x, double alphaBar) {
        double[] score = new double[x.length];
        double[] parts = responsibilities(x, alphaBar);
        for (int k = 0; k < weights.length; k++) {
            for (int i = 0; i < x.length; i++) {
                score[i] += parts[k] * (StrictMath.sqrt(alphaBar) * means[k][i] - x[i]) / variance(k, alphaBar);
            }
        }
        return score;
    }

    /** The expectation of x0, defined also where x is noise alone. */
    private double[] posteriorMean(double[] x, double alphaBar) {
        double[] mean = new double[x.length];
        double[] parts = responsibilities(x, alphaBar);
        double image = StrictMath.sqrt(alphaBar);
        for (int k = 0; k < weights.length; k++) {
            double gain = image * stds[k] * stds[k] / variance(k, alphaBar);
            for (int i = 0; i < x.length; i++) {
                mean[i] += parts[k] * (means[k][i] + gain * (x[i] - image * means[k][i]));
            }
        }
        return mean;
    }

    /** The probability of each component, given x. */
    private double[] responsibilities(double[] x, double alphaBar) {
        double[] logs = new double[weights.length];
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < weights.length; k++) {
            double variance = variance(k, alphaBar);
            double distance = 0;
            for (int i = 0; i < x.length; i++) {
                distance += StrictMath.pow(x[i] - StrictMath.sqrt(alphaBar) * means[k][i], 2);
            }
            logs[k] =
                    StrictMath.log(weights[k]) - distance / (2 * variance) - x.length / 2.0 * StrictMath.log(variance);
            largest = Math.max(largest, logs[k]);
        }
        double total = 0;
        for (int k = 0; k < weights.length; k++) {
            logs[k] = StrictMath.exp(logs[k] - largest);
            total += logs[k];
        }
        for (int k = 0; k < weights.length; k++) {
            logs[k] /= total;
        }
        return logs;
    }

    private double variance(int k, double alphaBar) {
        return alphaBar * stds[k] * stds[k] + 1 - alphaBar;
    }
}
