package io.unstir.trainer.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.BinaryOperator;

/**
 * The training objective L_simple (Ho et al. 2020, eq. 14) for a chosen prediction, weighted by min-SNR (Hang et al. 2023)
 * where gamma is positive.
 */
public record Objective(NoiseSchedule schedule, Prediction prediction, double minSnrGamma) {

    /**
     * @param image x0, {@code [batch, channels, height, width]}
     * @param noise standard normal, as {@code image}
     * @param timesteps t of each row
     * @param network (x_t, t) to prediction, with autograd recording
     * @return the scalar loss, still tracked
     */
    public NDArray loss(NDArray image, NDArray noise, int[] timesteps, BinaryOperator<NDArray> network) {
        NDManager step = image.getManager();
        // x_t = sqrt(abar_t) x0 + sqrt(1 - abar_t) eps
        NDArray noisy = image.mul(perRow(step, timesteps, t -> Math.sqrt(abar(t))))
                .add(noise.mul(perRow(step, timesteps, t -> Math.sqrt(1 - abar(t)))));
        NDArray target = image.mul(perRow(step, timesteps, t -> prediction.imageCoefficient(abar(t))))
                .add(noise.mul(perRow(step, timesteps, t -> prediction.noiseCoefficient(abar(t)))));
        NDArray predicted = network.apply(noisy, times(step, timesteps));
        NDArray error = predicted.sub(target);
        return error.mul(error).mul(perRow(step, timesteps, this::weight)).mean();
    }

    private double weight(int t) {
        return minSnrGamma > 0 ? prediction.minSnrWeight(schedule.snr(t), minSnrGamma) : 1;
    }

    private double abar(int t) {
        return schedule.alphasCumprod()[t];
    }

    private static NDArray times(NDManager manager, int[] timesteps) {
        float[] times = new float[timesteps.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = timesteps[i];
        }
        return manager.create(times);
    }

    private static NDArray perRow(
            NDManager manager, int[] timesteps, java.util.function.IntToDoubleFunction coefficient) {
        float[] rows = new float[timesteps.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) coefficient.applyAsDouble(timesteps[i]);
        }
        return manager.create(rows, new Shape(rows.length, 1, 1, 1));
    }
}
