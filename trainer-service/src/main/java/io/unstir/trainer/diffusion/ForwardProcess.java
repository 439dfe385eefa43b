package io.unstir.trainer.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.function.IntToDoubleFunction;

/** How noise is mixed into an image: {@code x_t = signal(t) x0 + noise(t) epsilon} with standard normal epsilon, t = 0 .. T - 1. */
public sealed interface ForwardProcess permits NoiseSchedule, StraightPath {
    /** T. */
    int steps();

    /** Share of the image in x_t. */
    double signal(int t);

    /** Standard deviation of the noise in x_t. */
    double noise(int t);

    /** Signal-to-noise ratio of x_t for images of unit variance. */
    default double snr(int t) {
        return signal(t) * signal(t) / (noise(t) * noise(t));
    }

    /**
     * x_t of every row.
     *
     * @param image x0, {@code [batch, channels, height, width]}
     * @param noise standard normal, as {@code image}
     * @param timesteps t of each row
     */
    default NDArray noisy(NDArray image, NDArray noise, int[] timesteps) {
        return image.mul(perRow(image, timesteps, this::signal)).add(noise.mul(perRow(image, timesteps, this::noise)));
    }

    /** A coefficient of each row's t, {@code [batch, 1, 1, 1]}, with the memory of {@code like}. */
    static NDArray perRow(NDArray like, int[] timesteps, IntToDoubleFunction coefficient) {
        float[] rows = new float[timesteps.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) coefficient.applyAsDouble(timesteps[i]);
        }
        return like.getManager().create(rows, new Shape(rows.length, 1, 1, 1));
    }
}
