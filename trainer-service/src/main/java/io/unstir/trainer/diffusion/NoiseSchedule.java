package io.unstir.trainer.diffusion;

import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * The variance-preserving forward process: {@code x_t = sqrt(abar_t) x0 + sqrt(1 - abar_t) epsilon} (Ho et al. 2020, eq. 4), abar_t
 * being the product of {@code 1 - beta_s} up to s = t.
 *
 * @param name as in the configuration
 * @param alphasCumprod abar_t for t = 0 .. T - 1, falling
 */
public record NoiseSchedule(String name, double[] alphasCumprod) implements ForwardProcess {
    private static final double LARGEST_BETA = 0.999;
    private static final double COSINE_OFFSET = 0.008;
    private static final double SIGMOID_START = -3;
    private static final double SIGMOID_END = 3;

    /**
     * What stands for zero at the end of a schedule with zero terminal SNR: small enough to leave no signal in float32, large enough
     * for a solver's logarithms.
     */
    private static final double TERMINAL_ALPHA_CUMPROD = 0x1p-24;

    /** The betas of the two schedules that are given by their ends. */
    public record Betas(double first, double last) {
        /** Of Ho et al. 2020 (section 4) for T = 1000, stretched so that another T ends with as little signal. */
        static Betas linear(int steps) {
            return new Betas(1e-4, 0.02).stretched(steps);
        }

        /** Of latent diffusion (Rombach et al. 2022) for T = 1000, stretched alike. */
        static Betas scaledLinear(int steps) {
            return new Betas(0.00085, 0.012).stretched(steps);
        }

        private Betas stretched(int steps) {
            double stretch = 1000.0 / steps;
            return new Betas(stretch * first, Math.min(stretch * last, LARGEST_BETA));
        }
    }

    /** Names that {@link #of} knows. */
    public static List<String> names() {
        return List.of("linear", "scaled_linear", "cosine", "sigmoid");
    }

    /**
     * A schedule with its usual ends.
     *
     * @param name {@code linear} (Ho et al. 2020), {@code scaled_linear} (linear in the root of beta; Rombach et al. 2022),
     *     {@code cosine} (Nichol and Dhariwal 2021, eq. 17) or {@code sigmoid} (Jabri et al. 2023, from -3 to 3 with tau = 1)
     * @param steps T
     */
    public static NoiseSchedule of(String name, int steps) {
        return switch (name) {
            case "linear" -> linear(steps, Betas.linear(steps));
            case "scaled_linear" -> scaledLinear(steps, Betas.scaledLinear(steps));
            case "cosine" -> ofSignal(name, steps, NoiseSchedule::cosine);
            case "sigmoid" -> ofSignal(name, steps, NoiseSchedule::sigmoid);
            default ->
                throw new IllegalArgumentException(
                        "diffusion.schedule: \"" + name + "\" is not one of " + String.join(", ", names()));
        };
    }

    /** beta_t on a line. */
    public static NoiseSchedule linear(int steps, Betas betas) {
        return fromBetas("linear", steps, t -> between(betas.first(), betas.last(), t, steps));
    }

    /** The root of beta_t on a line. */
    public static NoiseSchedule scaledLinear(int steps, Betas betas) {
        return fromBetas("scaled_linear", steps, t -> {
            double root = between(Math.sqrt(betas.first()), Math.sqrt(betas.last()), t, steps);
            return root * root;
        });
    }

    /**
     * Images scaled by b before noise is added (Chen 2023, section 2.2), x_t being brought back to unit variance: the same process at
     * another signal-to-noise ratio, {@code b^2 SNR}. As a schedule of its own it needs nothing from whoever samples.
     *
     * @param b above 0; below 1 makes every step noisier, which larger images want
     */
    public NoiseSchedule scaledInput(double b) {
        double[] scaled = new double[steps()];
        for (int t = 0; t < scaled.length; t++) {
            double signal = b * b * alphasCumprod[t];
            scaled[t] = signal / (signal + 1 - alphasCumprod[t]);
        }
        return new NoiseSchedule(name, scaled);
    }

    /**
     * Shifted and stretched, in the root of abar, so that the last step is pure noise and the first stays as it is (Lin et al. 2024,
     * algorithm 1). Not for epsilon-prediction, which can't tell the image from pure noise.
     */
    public NoiseSchedule withZeroTerminalSnr() {
        int last = steps() - 1;
        double first = Math.sqrt(alphasCumprod[0]);
        double end = Math.sqrt(alphasCumprod[last]);
        double[] rescaled = new double[steps()];
        for (int t = 0; t < rescaled.length; t++) {
            double root = (Math.sqrt(alphasCumprod[t]) - end) * first / (first - end);
            rescaled[t] = root * root;
        }
        rescaled[last] = TERMINAL_ALPHA_CUMPROD;
        return new NoiseSchedule(name, rescaled);
    }

    @Override
    public int steps() {
        return alphasCumprod.length;
    }

    @Override
    public double signal(int t) {
        return Math.sqrt(alphasCumprod[t]);
    }

    @Override
    public double noise(int t) {
        return Math.sqrt(1 - alphasCumprod[t]);
    }

    /** beta_t, the variance that the step from t - 1 to t adds (Ho et al. 2020, eq. 2). */
    public double beta(int t) {
        return 1 - alphasCumprod[t] / before(t);
    }

    /** Variance of q(x_(t-1) | x_t, x0), 0 at t = 0 (Ho et al. 2020, eq. 7). */
    double posteriorVariance(int t) {
        return beta(t) * (1 - before(t)) / (1 - alphasCumprod[t]);
    }

    /** abar_(t-1), 1 at t = 0. */
    double before(int t) {
        return t == 0 ? 1 : alphasCumprod[t - 1];
    }

    private static double between(double first, double last, int t, int steps) {
        return steps == 1 ? last : first + (last - first) * t / (steps - 1);
    }

    private static double cosine(double time) {
        double c = StrictMath.cos((time + COSINE_OFFSET) / (1 + COSINE_OFFSET) * StrictMath.PI / 2);
        return c * c;
    }

    private static double sigmoid(double time) {
        double start = logistic(SIGMOID_START);
        double end = logistic(SIGMOID_END);
        return (end - logistic(time * (SIGMOID_END - SIGMOID_START) + SIGMOID_START)) / (end - start);
    }

    private static double logistic(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    /** abar by a function of time that falls from 1 at 0 to 0 at 1, with betas of at most 0.999. */
    private static NoiseSchedule ofSignal(String name, int steps, java.util.function.DoubleUnaryOperator abar) {
        return fromBetas(
                name,
                steps,
                t -> Math.min(
                        1 - abar.applyAsDouble((t + 1.0) / steps) / abar.applyAsDouble((double) t / steps),
                        LARGEST_BETA));
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
