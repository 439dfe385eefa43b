package io.unstir.trainer.optimizer;

import ai.djl.ndarray.NDArray;

/**
 * A moving average whose length grows with the training (Karras et al. 2024, "Analyzing and Improving the Training Dynamics of
 * Diffusion Models", eq. 122): weights of step s count by a power of s / t. Two of them at different widths, kept every so often,
 * are enough to put together the average of any width afterwards: {@link PostHocAverage}.
 */
public record PowerAverage(Parameters average, double exponent) {

    /**
     * @param relativeWidth standard deviation of the average's weights over time as a share of the training, above 0 and below 0.28
     */
    public static PowerAverage ofWidth(Parameters average, double relativeWidth) {
        return new PowerAverage(average, exponent(relativeWidth));
    }

    /** @param step counted from 1 */
    public void update(Parameters weights, long step) {
        float fresh = (float) (1 - StrictMath.pow(1 - 1.0 / step, exponent + 1));
        weights.tensors().forEach((name, weight) -> {
            NDArray mean = average.tensors().get(name);
            try (NDArray difference = weight.sub(mean)) {
                difference.muli(fresh);
                mean.addi(difference);
            }
        });
    }

    /**
     * The exponent gamma whose average has the given relative width: the positive root of
     * {@code gamma^3 + 7 gamma^2 + (16 - w^-2) gamma + 12 - w^-2} (Karras et al. 2024, eq. 123 and appendix C).
     */
    static double exponent(double relativeWidth) {
        if (!(relativeWidth > 0 && relativeWidth < 0.28)) {
            throw new IllegalArgumentException(
                    "The width of an average must be above 0 and below 0.28 (got " + relativeWidth + ")");
        }
        // The width falls steadily with the exponent, so halving finds it.
        double low = 0;
        double high = 1e6;
        for (int i = 0; i < 200; i++) {
            double middle = (low + high) / 2;
            if (width(middle) > relativeWidth) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** Relative width of the average with this exponent. */
    static double width(double exponent) {
        return Math.sqrt((exponent + 1) / ((exponent + 2) * (exponent + 2) * (exponent + 3)));
    }
}
