package io.unstir.sampler.solver;

import io.unstir.sampler.schedule.Node;

/** What a model was trained to predict, and how image and noise follow from it. */
public enum Prediction {
    /** The noise: Ho et al. 2020, eq. 15. */
    EPSILON {
        @Override
        void split(double output, double x, double image, double noise, double scale, int i, Denoised into) {
            into.epsilon()[i] = output;
            into.x0()[i] = (x - noise * output) / image;
        }
    },
    /** The image itself. */
    SAMPLE {
        @Override
        void split(double output, double x, double image, double noise, double scale, int i, Denoised into) {
            into.x0()[i] = output;
            into.epsilon()[i] = (x - image * output) / noise;
        }
    },
    /** v = sqrt(abar) epsilon - sqrt(1 - abar) x0: Salimans and Ho 2022, appendix D. */
    V {
        @Override
        void split(double output, double x, double image, double noise, double scale, int i, Denoised into) {
            into.x0()[i] = image * x - noise * output;
            into.epsilon()[i] = image * output + noise * x;
        }
    },
    /** u = epsilon - x0, the velocity of a rectified flow: Liu et al. 2022, eq. 1, with time running towards noise. */
    FLOW {
        @Override
        void split(double output, double x, double image, double noise, double scale, int i, Denoised into) {
            into.x0()[i] = scale * (x - noise * output);
            into.epsilon()[i] = scale * (x + image * output);
        }
    };

    /** Image and noise of element {@code i}; {@code image} and {@code noise} are sqrt(abar) and sqrt(1 - abar). */
    abstract void split(double output, double x, double image, double noise, double scale, int i, Denoised into);

    /** Splits x_t by the model's output at {@code node}, and bounds the image by {@code thresholding}. @param output with the variance behind it, if the model says it */
    public void denoise(double[] output, double[] x, Node node, Thresholding thresholding, Denoised into) {
        double image = node.signal();
        double noise = node.noise();
        for (int i = 0; i < x.length; i++) {
            split(output[i], x[i], image, noise, node.scale(), i, into);
        }
        System.arraycopy(output, x.length, into.variance(), 0, into.variance().length);
        thresholding.apply(x, image, noise, into);
    }
}
