package io.unstir.sampler.solver;

import java.util.Arrays;

/** Keeps the predicted image where images are: Saharia et al. 2022, "Imagen", section 2.3. The noise follows, so that both still make up x_t. */
public sealed interface Thresholding {
    /** The prediction stands as it is. */
    record None() implements Thresholding {
        @Override
        public void apply(double[] x, double image, double noise, Denoised denoised) {
            // Nothing to bound.
        }
    }

    /** Static: x0 is clipped to [-1, 1]. */
    record Clip() implements Thresholding {
        @Override
        public void apply(double[] x, double image, double noise, Denoised denoised) {
            bound(1, x, image, noise, denoised);
        }
    }

    /**
     * Dynamic: x0 is clipped to the given percentile of its absolute values, where that is above 1, and scaled back to [-1, 1].
     *
     * @param percentile above 0.5, at most 1; 0.995 is the paper's
     */
    record Dynamic(double percentile) implements Thresholding {
        public Dynamic {
            if (!(percentile > 0.5 && percentile <= 1)) {
                throw new IllegalArgumentException(
                        "threshold_percentile must lie above 0.5 and at most at 1 (got " + percentile + ")");
            }
        }

        @Override
        public void apply(double[] x, double image, double noise, Denoised denoised) {
            bound(StrictMath.max(1, quantile(denoised.x0())), x, image, noise, denoised);
        }

        /** Between the two values next to it, linearly. */
        private double quantile(double[] x0) {
            double[] sizes = x0.clone();
            for (int i = 0; i < sizes.length; i++) {
                sizes[i] = StrictMath.abs(sizes[i]);
            }
            Arrays.sort(sizes);
            double place = percentile * (sizes.length - 1);
            int below = (int) place;
            int above = StrictMath.min(below + 1, sizes.length - 1);
            return sizes[below] + (place - below) * (sizes[above] - sizes[below]);
        }
    }

    /** Bounds the image in {@code denoised}; {@code image} and {@code noise} are sqrt(abar) and sqrt(1 - abar). */
    void apply(double[] x, double image, double noise, Denoised denoised);

    private static void bound(double most, double[] x, double image, double noise, Denoised denoised) {
        double[] x0 = denoised.x0();
        for (int i = 0; i < x0.length; i++) {
            double bounded = StrictMath.max(-most, StrictMath.min(most, x0[i])) / most;
            if (bounded != x0[i]) {
                x0[i] = bounded;
                denoised.epsilon()[i] = (x[i] - image * bounded) / noise;
            }
        }
    }
}
