package io.unstir.sampler.schedule;

import java.util.List;

/**
 * How much of the image is left at each training time: alpha-bar of Ho et al. 2020.
 *
 * @param alphasCumprod alpha-bar_t for t = 0 .. T-1, falling, each above 0 and at most 1
 */
public record NoiseSchedule(List<Double> alphasCumprod) {
    public NoiseSchedule {
        alphasCumprod = List.copyOf(alphasCumprod);
        if (alphasCumprod.isEmpty()) {
            throw new IllegalArgumentException("schedule.alphas_cumprod must hold at least one value");
        }
        double previous = 1;
        for (int t = 0; t < alphasCumprod.size(); t++) {
            double value = alphasCumprod.get(t);
            if (!(value > 0 && value <= previous && value < 1)) {
                throw new IllegalArgumentException(
                        "schedule.alphas_cumprod[%d] must lie above 0, below 1 and not above the value before it (got %s after %s)"
                                .formatted(t, value, previous));
            }
            previous = value;
        }
    }

    /** T. */
    public int trainingSteps() {
        return alphasCumprod.size();
    }

    public double alphaBar(int timestep) {
        return alphasCumprod.get(timestep);
    }
}
