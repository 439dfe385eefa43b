package io.unstir.trainer.report;

import java.util.Arrays;

/** Distances between two sets of as many points in the plane, {@code [points, 2]}: 0 for equal sets. */
enum PlaneDistance {
    /**
     * The root of the mean squared Wasserstein-2 distance of the points' shadows on lines of every direction (Rabin et al. 2012, eq. 3).
     */
    SLICED_WASSERSTEIN("sliced Wasserstein") {
        @Override
        double between(double[] a, double[] b) {
            double sum = 0;
            for (int line = 0; line < LINES; line++) {
                double angle = Math.PI * line / LINES;
                double[] shadowA = shadow(a, angle);
                double[] shadowB = shadow(b, angle);
                for (int i = 0; i < shadowA.length; i++) {
                    double off = shadowA[i] - shadowB[i];
                    sum += off * off;
                }
            }
            return Math.sqrt(sum / LINES / (a.length / 2.0));
        }
    },
    /** The root of {@code 2 E|X - Y| - E|X - X'| - E|Y - Y'|} over all pairs (Székely and Rizzo 2013, eq. 2.5). */
    ENERGY("energy") {
        @Override
        double between(double[] a, double[] b) {
            return Math.sqrt(Math.max(0, 2 * meanDistance(a, b) - meanDistance(a, a) - meanDistance(b, b)));
        }
    };

    private static final int LINES = 64;

    private final String label;

    PlaneDistance(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    abstract double between(double[] a, double[] b);

    private static double[] shadow(double[] points, double angle) {
        double x = StrictMath.cos(angle);
        double y = StrictMath.sin(angle);
        double[] shadow = new double[points.length / 2];
        for (int i = 0; i < shadow.length; i++) {
            shadow[i] = x * points[2 * i] + y * points[2 * i + 1];
        }
        Arrays.sort(shadow);
        return shadow;
    }

    private static double meanDistance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i += 2) {
            for (int j = 0; j < b.length; j += 2) {
                double x = a[i] - b[j];
                double y = a[i + 1] - b[j + 1];
                sum += Math.sqrt(x * x + y * y);
            }
        }
        return sum / (a.length / 2.0) / (b.length / 2.0);
    }
}
