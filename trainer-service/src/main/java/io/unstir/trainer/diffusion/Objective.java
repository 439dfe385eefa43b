package io.unstir.trainer.diffusion;

import static io.unstir.trainer.diffusion.ForwardProcess.perRow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * The training objective: noise an image, ask the network what it was, take the squared error (Ho et al. 2020, algorithm 1 and
 * eq. 14), weighted by t.
 *
 * @param variationalBound also learns the variance of the reverse step where present (Nichol and Dhariwal 2021, eq. 16)
 */
public record Objective(
        ForwardProcess process,
        Prediction prediction,
        Weighting weighting,
        Optional<VariationalBound> variationalBound) {

    /** Without a learned variance. */
    public Objective(ForwardProcess process, Prediction prediction, Weighting weighting) {
        this(process, prediction, weighting, Optional.empty());
    }

    /**
     * @param image x0, {@code [batch, channels, height, width]}
     * @param noise standard normal, as {@code image}
     * @param timesteps t of each row
     * @param network (x_t, t) to prediction, with autograd recording; with twice the channels where the variance is learned
     * @return the scalar loss, still tracked
     */
    public NDArray loss(NDArray image, NDArray noise, int[] timesteps, BinaryOperator<NDArray> network) {
        NDArray noisy = process.noisy(image, noise, timesteps);
        NDArray answer = network.apply(noisy, times(image, timesteps));
        if (variationalBound.isEmpty()) {
            return squaredError(image, noise, timesteps, answer);
        }
        NDList halves = answer.split(2, 1);
        NDArray predicted = halves.get(0);
        NDArray bound = variationalBound.get().loss(image, noisy, timesteps, predicted, halves.get(1));
        return squaredError(image, noise, timesteps, predicted).add(bound);
    }

    private NDArray squaredError(NDArray image, NDArray noise, int[] timesteps, NDArray predicted) {
        NDArray target = image.mul(
                        perRow(image, timesteps, t -> prediction.imageShare(process.signal(t), process.noise(t))))
                .add(noise.mul(
                        perRow(image, timesteps, t -> prediction.noiseShare(process.signal(t), process.noise(t)))));
        NDArray error = predicted.sub(target);
        return error.mul(error).mul(perRow(image, timesteps, this::weight)).mean();
    }

    private double weight(int t) {
        return weighting.weight(process.snr(t), prediction.imageErrorShare(process.signal(t), process.noise(t)));
    }

    private static NDArray times(NDArray like, int[] timesteps) {
        float[] times = new float[timesteps.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = timesteps[i];
        }
        return like.getManager().create(times);
    }
}
