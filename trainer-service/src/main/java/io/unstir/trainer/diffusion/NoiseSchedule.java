package io.unstir.trainer.diffusion;

import java.util.function.IntToDoubleFunction;

/**
 * The forward process's schedule: alpha-bar_t, the product of 1 - beta_s up to s = t (Ho et al. 2020, eq. 4).
 *
 * @param name as in the configuration
 * @param alphasCumprod alpha-bar_t for t = 0 .. T - 1, falling
 */
public record NoiseSchedule(String name, double[] alphasCumprod) {
    private static final double LARGEST_BETA = 0.999;
    private static final double COSINE_OFFSET = 0.008;

    /**
     * @param name {@code linear} (beta from 1e-4 to 0.02, Ho et al. 2020, stretched for another T) or {@code cosine} (Nichol and
     *     Dhariwal 2021, eq. 17)
     * @param steps T
     */
    public static NoiseSchedule of(String name, int steps) {
        return switch (name) {
            case "linear" -> fromBetas(name, steps, t -> linearBeta(t, steps));
            case "cosine" ->
                fromBetas(name, steps, t -> Math.min(1 - cosine(t + 1, steps) / cosine(t, steps), LARGEST_BETA));
            default ->
                throw new IllegalArgumentException("diffusion.schedule: \"" + name + "\" is not one of linear, cosine");
        };
    }

    /** T. */
    public int steps() {
        return alphasCumprod.length;
    }

    /** Signal-to-noise ratio alpha-bar_t / (1 - alpha-bar_t). */
    public double snr(int t) {
        return alphasCumprod[t] / (1 - alphasCumprod[t]);
    }

    private static double linearBeta(int t, int steps) {
        double stretch = 1000.0 / steps;
        double first = stretch * 1e-4;
        double last = Math.min(stretch * 0.02, LARGEST_BETA);
        return steps == 1 ? last : first + (last - first) * t / (steps - 1);
    }

    private static double cosine(int t, int steps) {
        double c = StrictMath.cos(((double) t / steps + COSINE_OFFSET) / (1 + COSINE_OFFSET) * StrictMath.PI / 2);
        return c * c;
    }

    private static NoiseSchedule fromBetas(String name, int steps, IntToDoubleFunction beta) {
        double[] alphasCumprod = new double[steps];
        double product = 1;
        for (int t = 0; t < steps; t++) {
            product *= 1 - beta.applyAsDouble(t);
            alphasCumprod[t] = product;
        }
        return new NoiseSchedule(name, alphasCumprod);
    }
}
