package io.unstir.trainer.diffusion;

import static io.unstir.trainer.diffusion.ForwardProcess.perRow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * The variational bound's term of each row's t, by which the variance of the reverse step is learned (Nichol and Dhariwal 2021,
 * section 3.1): v in [-1, 1] stands between the logarithms of the posterior's variance and of beta (eq. 15). Only the variance
 * learns from it: the mean is taken as given. In bits a value, scaled by T / 1000, which is the paper's lambda of 0.001 times the T
 * terms that a uniform t stands for.
 */
public record VariationalBound(NoiseSchedule schedule, Prediction prediction) {
    private static final double STEPS_OF_LAMBDA = 1000;
    private static final double HALF_STEP_OF_8_BITS = 1 / 255.0;
    private static final double LAST_STEP = 0.999;
    private static final double SMALLEST_PROBABILITY = 1e-12;

    public VariationalBound {
        if (prediction == Prediction.FLOW) {
            throw new IllegalArgumentException("A straight path has no variance to learn");
        }
    }

    /**
     * @param image x0
     * @param noisy x_t
     * @param predicted the network's answer, tracked
     * @param v the network's second half, tracked, about -1 to 1
     * @return a tracked scalar
     */
    NDArray loss(NDArray image, NDArray noisy, int[] timesteps, NDArray predicted, NDArray v) {
        NDArray logVariance = logVariance(timesteps, v);
        NDArray trueMean = mean(image, noisy, timesteps);
        NDArray modelMean = mean(image(noisy, timesteps, predicted.stopGradient()), noisy, timesteps);
        NDArray divergence = divergence(image, timesteps, trueMean, modelMean, logVariance);
        NDArray decoder = decoder(image, modelMean, logVariance);
        // Both are computed for every row; t = 0 takes the second.
        NDArray first = perRow(image, timesteps, t -> t == 0 ? 1 : 0);
        NDArray rest = perRow(image, timesteps, t -> t == 0 ? 0 : 1);
        double scale = schedule.steps() / STEPS_OF_LAMBDA / Math.log(2);
        NDArray scales = perRow(image, timesteps, _ -> scale);
        return divergence.mul(rest).add(decoder.mul(first)).mul(scales).mean();
    }

    /** {@code v' log beta + (1 - v') log beta~} with v' = (v + 1) / 2. */
    private NDArray logVariance(int[] timesteps, NDArray v) {
        NDArray middle = perRow(v, timesteps, t -> (logBeta(t) + logPosterior(t)) / 2);
        NDArray half = perRow(v, timesteps, t -> (logBeta(t) - logPosterior(t)) / 2);
        return v.mul(half).add(middle);
    }

    private double logBeta(int t) {
        return Math.log(schedule.beta(t));
    }

    /** The posterior's variance is 0 at t = 0; its neighbour's stands in (Nichol and Dhariwal 2021's code does the same). */
    private double logPosterior(int t) {
        return Math.log(schedule.posteriorVariance(Math.max(t, Math.min(1, schedule.steps() - 1))));
    }

    /** Mean of q(x_(t-1) | x_t, x0) (Ho et al. 2020, eq. 7). */
    private NDArray mean(NDArray image, NDArray noisy, int[] timesteps) {
        return image.mul(perRow(
                        image,
                        timesteps,
                        t -> Math.sqrt(schedule.before(t)) * schedule.beta(t) / (1 - schedule.alphasCumprod()[t])))
                .add(noisy.mul(perRow(
                        image,
                        timesteps,
                        t -> Math.sqrt(1 - schedule.beta(t))
                                * (1 - schedule.before(t))
                                / (1 - schedule.alphasCumprod()[t]))));
    }

    /** The predicted x0. */
    private NDArray image(NDArray noisy, int[] timesteps, NDArray predicted) {
        return switch (prediction) {
            case EPSILON ->
                noisy.mul(perRow(noisy, timesteps, t -> 1 / schedule.signal(t)))
                        .sub(predicted.mul(perRow(noisy, timesteps, t -> schedule.noise(t) / schedule.signal(t))));
            case SAMPLE -> predicted;
            case V ->
                noisy.mul(perRow(noisy, timesteps, schedule::signal))
                        .sub(predicted.mul(perRow(noisy, timesteps, schedule::noise)));
            case FLOW -> throw new IllegalStateException("Refused when made");
        };
    }

    /** KL divergence of two Gaussians a value, in nats. */
    private NDArray divergence(
            NDArray like, int[] timesteps, NDArray trueMean, NDArray modelMean, NDArray logVariance) {
        NDArray trueLog = perRow(like, timesteps, this::logPosterior);
        NDArray distance = trueMean.sub(modelMean);
        NDArray one = constant(like, 1);
        NDArray half = constant(like, 0.5);
        NDArray spread = logVariance.neg().add(trueLog).exp();
        NDArray shift = distance.mul(distance).mul(logVariance.neg().exp());
        return logVariance.sub(trueLog).sub(one).add(spread).add(shift).mul(half);
    }

    /**
     * Negative logarithm of the probability of x0's step of 8 bits under the model's Gaussian (Ho et al. 2020, eq. 13), the normal
     * distribution function by its usual tanh approximation.
     */
    private NDArray decoder(NDArray image, NDArray modelMean, NDArray logVariance) {
        NDArray half = constant(image, 0.5);
        NDArray step = constant(image, HALF_STEP_OF_8_BITS);
        NDArray perDeviation = logVariance.neg().mul(half).exp();
        NDArray centered = image.sub(modelMean);
        NDArray above = normalCdf(centered.add(step).mul(perDeviation));
        NDArray below = normalCdf(centered.sub(step).mul(perDeviation));
        // The outermost steps reach to infinity.
        NDArray blackest = image.lte(constant(image, -LAST_STEP)).toType(image.getDataType(), false);
        NDArray whitest = image.gte(constant(image, LAST_STEP)).toType(image.getDataType(), false);
        NDArray one = constant(image, 1);
        NDArray upper = above.mul(one.sub(whitest)).add(whitest);
        NDArray lower = below.mul(one.sub(blackest));
        NDArray least = constant(image, SMALLEST_PROBABILITY);
        return upper.sub(lower).maximum(least).log().neg();
    }

    private static NDArray normalCdf(NDArray x) {
        NDArray half = constant(x, 0.5);
        NDArray one = constant(x, 1);
        NDArray root = constant(x, Math.sqrt(2 / Math.PI));
        NDArray cubic = constant(x, 0.044715);
        return x.mul(x).mul(x).mul(cubic).add(x).mul(root).tanh().add(one).mul(half);
    }

    /** A tensor that lives as long as the step: DJL frees the one behind a plain number before the backward pass. */
    private static NDArray constant(NDArray like, double value) {
        NDManager manager = like.getManager();
        return manager.create((float) value);
    }
}
