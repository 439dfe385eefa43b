package io.unstir.sampler.reverse;

import io.unstir.sampler.schedule.Trajectory;

/** Where an image's way begins. */
public sealed interface Beginning {
    /** With noise alone. */
    record Noise() implements Beginning {
        @Override
        public void set(double[] x, Trajectory trajectory, double[] z) {
            for (int i = 0; i < x.length; i++) {
                x[i] = trajectory.startNoise() * z[i];
            }
        }
    }

    /** With an image noised up to the trajectory's start: Meng et al. 2022, "SDEdit". @param image {@code [channels, height, width]} in [-1, 1] */
    record Image(double[] image) implements Beginning {
        @Override
        public void set(double[] x, Trajectory trajectory, double[] z) {
            double signal = trajectory.start().signal();
            double noise = trajectory.start().noise();
            for (int i = 0; i < x.length; i++) {
                x[i] = signal * image[i] + noise * z[i];
            }
        }
    }

    /** Writes x at the trajectory's start. @param z standard normal */
    void set(double[] x, Trajectory trajectory, double[] z);
}
