package io.unstir.trainer.report;

import io.unstir.trainer.diffusion.NoiseSchedule;
import io.unstir.trainer.diffusion.Prediction;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/**
 * The reverse process as it was first written down (Ho et al. 2020, algorithm 2): from x_t step by step to x_0,
 * {@code x_(t-1) = (x_t - beta_t / sqrt(1 - abar_t) epsilon) / sqrt(alpha_t) + sqrt(beta_t) z}.
 */
record AncestralSampling(NoiseSchedule schedule, Prediction prediction) {
    /** Answers x_t, all rows at the same t. */
    @FunctionalInterface
    interface Denoiser {
        double[] predict(double[] noisy, int t);
    }

    /**
     * @param noisy x_t, {@code [rows, channels, size, size]}
     * @param from t
     * @param observer is told t and x_t before every step, and -1 and x_0 at the end
     * @return x_0
     */
    double[] run(Denoiser network, double[] noisy, int from, long seed, BiConsumer<Integer, double[]> observer) {
        var random = new SplittableRandom(seed);
        double[] x = noisy.clone();
        for (int t = from; t >= 0; t--) {
            observer.accept(t, x);
            x = step(x, network.predict(x, t), t, random);
        }
        observer.accept(-1, x);
        return x;
    }

    private double[] step(double[] x, double[] predicted, int t, SplittableRandom random) {
        double beta = schedule.beta(t);
        double alpha = schedule.signal(t);
        double sigma = schedule.noise(t);
        double[] next = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double noise = prediction.parts(alpha, sigma, x[i], predicted[i]).noise();
            next[i] = (x[i] - beta / sigma * noise) / Math.sqrt(1 - beta);
            if (t > 0) {
                next[i] += Math.sqrt(beta) * random.nextGaussian();
            }
        }
        return next;
    }
}
