package io.unstir.sampler.job;

import io.unstir.sampler.engine.Glimpse;
import io.unstir.sampler.png.Png;

/** A glimpse as a small PNG: each pixel the mean of a square of the image's. */
final class Thumbnail {
    private Thumbnail() {}

    /** @param side longest side of the PNG in pixels */
    static byte[] of(Glimpse glimpse, int side) {
        var canvas = glimpse.canvas();
        int factor = upwards(StrictMath.max(canvas.height(), canvas.width()), side);
        int height = upwards(canvas.height(), factor);
        int width = upwards(canvas.width(), factor);
        double[] small = new double[canvas.channels() * height * width];
        for (int i = 0; i < small.length; i++) {
            int channel = i / (height * width);
            int top = i / width % height * factor;
            int left = i % width * factor;
            small[i] = mean(glimpse, channel, top, left, factor);
        }
        return Png.quick(small, canvas.channels(), height, width);
    }

    private static int upwards(int number, int by) {
        return (number + by - 1) / by;
    }

    private static double mean(Glimpse glimpse, int channel, int top, int left, int factor) {
        var canvas = glimpse.canvas();
        int bottom = StrictMath.min(top + factor, canvas.height());
        int right = StrictMath.min(left + factor, canvas.width());
        double sum = 0;
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                sum += glimpse.x0()[(channel * canvas.height() + row) * canvas.width() + column];
            }
        }
        return sum / ((bottom - top) * (right - left));
    }
}
