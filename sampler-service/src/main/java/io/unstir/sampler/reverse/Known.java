package io.unstir.sampler.reverse;

import io.unstir.sampler.schedule.Node;

/**
 * The part of the image that is kept: wherever the process lands, it is put back with the noise of that moment, and at the end without any.
 *
 * @param image {@code [channels, height, width]} in [-1, 1]
 * @param fresh as long: 1 is made anew, 0 is kept exactly, what lies between is mixed
 */
public record Known(double[] image, double[] fresh) {
    public Known {
        if (image.length != fresh.length) {
            throw new IllegalArgumentException(
                    "image and mask must be of one size (got %d and %d values)".formatted(image.length, fresh.length));
        }
    }

    void keep(double[] x, Node node, double[] z) {
        double signal = node.signal();
        double noise = node.noise();
        for (int i = 0; i < x.length; i++) {
            double kept = signal * image[i] + noise * z[i];
            x[i] = fresh[i] == 0 ? kept : fresh[i] * x[i] + (1 - fresh[i]) * kept;
        }
    }
}
