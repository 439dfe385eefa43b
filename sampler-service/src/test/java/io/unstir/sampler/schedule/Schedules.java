package io.unstir.sampler.schedule;

import java.util.stream.IntStream;

/** Schedules that tests use. */
public final class Schedules {
    private Schedules() {}

    /** Ho et al. 2020's: 1000 betas from 1e-4 to 0.02. */
    public static NoiseSchedule linear() {
        return linear(1000);
    }

    public static NoiseSchedule linear(int trainingSteps) {
        double[] product = {1};
        return NoiseSchedule.ofAlphasCumprod(IntStream.range(0, trainingSteps)
                .mapToObj(t -> product[0] *= 1 - (1e-4 + t / (trainingSteps - 1.0) * (0.02 - 1e-4)))
                .toList());
    }

    /** A rectified flow's: s from 0.001 to 1. */
    public static NoiseSchedule flow() {
        return NoiseSchedule.ofFlow(
                IntStream.rangeClosed(1, 1000).mapToObj(t -> t / 1000.0).toList());
    }
}
