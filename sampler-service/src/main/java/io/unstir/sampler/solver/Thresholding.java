package io.unstir.sampler.solver;

/** Keeps the predicted image where images are. */
public enum Thresholding {
    NONE {
        @Override
        void apply(double[] x, double image, double noise, Denoised denoised) {
            // The prediction stands as it is.
        }
    },
    /** Static thresholding (Saharia et al. 2022, section 2.3): x0 is clipped to [-1, 1] and the noise follows it, so that both still make up x_t. */
    CLIP {
        @Override
        void apply(double[] x, double image, double noise, Denoised denoised) {
            double[] x0 = denoised.x0();
            for (int i = 0; i < x0.length; i++) {
                double clipped = StrictMath.max(-1, StrictMath.min(1, x0[i]));
                if (clipped != x0[i]) {
                    x0[i] = clipped;
                    denoised.epsilon()[i] = (x[i] - image * clipped) / noise;
                }
            }
        }
    };

    abstract void apply(double[] x, double image, double noise, Denoised denoised);
}
