package io.unstir.sampler.schedule;

import java.util.Arrays;
import java.util.Optional;

/** Which of the T training times a solver visits (Lin et al. 2023, "Common Diffusion Noise Schedules and Sample Steps are Flawed", table 2). */
public enum TimestepSpacing {
    /** Multiples of T/n from 0: the last training times are left out. */
    LEADING {
        @Override
        int timestep(int i, int n, int trainingSteps) {
            return (n - 1 - i) * (trainingSteps / n);
        }
    },
    /** Multiples of T/n back from T: starts at pure noise. */
    TRAILING {
        @Override
        int timestep(int i, int n, int trainingSteps) {
            return (int) StrictMath.rint(trainingSteps - i * ((double) trainingSteps / n)) - 1;
        }
    },
    /** Evenly from T-1 to 0, both ends included; a single step starts at T-1. */
    LINSPACE {
        @Override
        int timestep(int i, int n, int trainingSteps) {
            double gap = n == 1 ? 0 : (trainingSteps - 1.0) / (n - 1);
            return n == 1 ? trainingSteps - 1 : (int) StrictMath.rint((n - 1 - i) * gap);
        }
    };

    abstract int timestep(int i, int n, int trainingSteps);

    /** The spacing of this name as diffusers writes it: "leading", "trailing" or "linspace". */
    public static Optional<TimestepSpacing> named(String name) {
        return Arrays.stream(values())
                .filter(spacing ->
                        spacing.name().toLowerCase(java.util.Locale.ROOT).equals(name))
                .findFirst();
    }

    /** The {@code n} training times in the order of sampling, falling. */
    public int[] timesteps(int n, int trainingSteps) {
        if (n < 1 || n > trainingSteps) {
            throw new IllegalArgumentException("steps must be 1 to %d (got %d)".formatted(trainingSteps, n));
        }
        int[] timesteps = new int[n];
        Arrays.setAll(timesteps, i -> timestep(i, n, trainingSteps));
        return timesteps;
    }
}
