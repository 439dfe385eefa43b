package io.unstir.trainer.diffusion;

/**
 * The straight path of rectified flow, {@code x_t = (1 - s) x0 + s epsilon} (Liu et al. 2023, eq. 1; Lipman et al. 2023, section
 * 4.1), at T equally spaced noise levels {@code s = (t + 1) / T}.
 *
 * @param steps T
 */
public record StraightPath(int steps) implements ForwardProcess {
    @Override
    public double signal(int t) {
        return 1 - noise(t);
    }

    @Override
    public double noise(int t) {
        return (t + 1.0) / steps;
    }

    /** s of t = 0 .. T - 1. */
    public double[] sigmas() {
        double[] sigmas = new double[steps];
        for (int t = 0; t < steps; t++) {
            sigmas[t] = noise(t);
        }
        return sigmas;
    }
}
