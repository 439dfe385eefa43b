package io.unstir.trainer.preview;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.unstir.trainer.diffusion.ForwardProcess;
import io.unstir.trainer.diffusion.Prediction;
import java.util.function.BinaryOperator;

/**
 * Deterministic DDIM (Song et al. 2021, eq. 12 with sigma = 0): how the trainer looks at what it has learned. On the straight path of
 * flow matching the same formula is Euler's method. The sampler's solvers are another service's.
 *
 * @param reach the predicted x0 is kept within [-reach, reach]: where noise is nearly all, a small error of epsilon is a large one of x0,
 *     and what has left the data's range does not find back
 * @param steps of T, at least 1: timesteps are equally spaced and end at the last, which is noise (Lin et al. 2024, "trailing")
 */
public record Ddim(ForwardProcess process, Prediction prediction, double reach, int steps) {
    public Ddim {
        if (steps < 1 || steps > process.steps()) {
            throw new IllegalArgumentException(
                    "steps: " + steps + " is not between 1 and the process's " + process.steps());
        }
    }

    /**
     * @param noise standard normal, {@code [batch, channels, height, width]}; as it was afterwards
     * @param network (x_t, t) to prediction, x_t as {@code noise}, t {@code [batch]}
     * @return x0, as {@code noise}; belongs to the manager of {@code noise}
     */
    public NDArray sample(NDArray noise, BinaryOperator<NDArray> network) {
        NDArray x = noise.duplicate();
        for (int i = 0; i < steps; i++) {
            NDArray next = step(x, timestep(i), i + 1 < steps ? timestep(i + 1) : -1, network);
            x.close();
            x = next;
        }
        return x;
    }

    /** From x_t to the x of the timestep {@code next}; to x0 where that is -1. */
    private NDArray step(NDArray x, int t, int next, BinaryOperator<NDArray> network) {
        NDManager parent = x.getManager();
        try (NDManager manager = parent.newSubManager()) {
            NDArray current = x.duplicate();
            current.attach(manager);
            NDArray times = manager.full(new Shape(x.getShape().get(0)), (float) t);
            NDArray free = image(current, t, network.apply(current, times));
            NDArray image = free.clip(-reach, reach);
            NDArray result = next < 0
                    ? image
                    : image.mul((float) process.signal(next))
                            .add(noise(current, t, image).mul((float) process.noise(next)));
            result.attach(parent);
            return result;
        }
    }

    /** x0 of {@code x = signal x0 + noise epsilon} and {@code predicted = imageShare x0 + noiseShare epsilon}. */
    private NDArray image(NDArray x, int t, NDArray predicted) {
        double signal = process.signal(t);
        double noise = process.noise(t);
        double imageShare = prediction.imageShare(signal, noise);
        double noiseShare = prediction.noiseShare(signal, noise);
        double determinant = noiseShare * signal - noise * imageShare;
        return x.mul((float) (noiseShare / determinant)).sub(predicted.mul((float) (noise / determinant)));
    }

    /** The epsilon that goes with this x0. */
    private NDArray noise(NDArray x, int t, NDArray image) {
        return x.sub(image.mul((float) process.signal(t))).mul((float) (1 / process.noise(t)));
    }

    private int timestep(int i) {
        return (int) Math.round(process.steps() * (1 - (double) i / steps)) - 1;
    }
}
