package io.unstir.sampler.solver;

/** What a model was trained to predict, and how image and noise follow from it. */
public enum Prediction {
    /** The noise: Ho et al. 2020, eq. 15. */
    EPSILON {
        @Override
        void split(double output, double x, double image, double noise, int i, Denoised into) {
            into.epsilon()[i] = output;
            into.x0()[i] = (x - noise * output) / image;
        }
    },
    /** The image itself. */
    SAMPLE {
        @Override
        void split(double output, double x, double image, double noise, int i, Denoised into) {
            into.x0()[i] = output;
            into.epsilon()[i] = (x - image * output) / noise;
        }
    },
    /** v = sqrt(abar) epsilon - sqrt(1 - abar) x0: Salimans and Ho 2022, appendix D. */
    V {
        @Override
        void split(double output, double x, double image, double noise, int i, Denoised into) {
            into.x0()[i] = image * x - noise * output;
            into.epsilon()[i] = image * output + noise * x;
        }
    };

    /** Image and noise of element {@code i}; {@code image} and {@code noise} are sqrt(abar) and sqrt(1 - abar). */
    abstract void split(double output, double x, double image, double noise, int i, Denoised into);

    /** Splits x_t by the model's output at alpha-bar {@code alphaBar}, and bounds the image by {@code thresholding}. */
    public void denoise(double[] output, double[] x, double alphaBar, Thresholding thresholding, Denoised into) {
        double image = StrictMath.sqrt(alphaBar);
        double noise = StrictMath.sqrt(1 - alphaBar);
        for (int i = 0; i < x.length; i++) {
            split(output[i], x[i], image, noise, i, into);
        }
        thresholding.apply(x, image, noise, into);
    }
}
