package io.unstir.trainer.metric;

import java.util.SplittableRandom;

/** Clouds that other programs can make too, and random ones. */
final class Clouds {
    private Clouds() {}

    /** 40 points: sin(1.3 i + 0.7 j² + 0.37 i j). */
    static Cloud waves() {
        double[] values = new double[40 * 3];
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 3; j++) {
                values[3 * i + j] = Math.sin(1.3 * i + 0.7 * j * j + 0.37 * i * j);
            }
        }
        return new Cloud(40, 3, values);
    }

    /** 30 points: 0.8 cos(0.9 i + 1.1 j + 0.23 i j) + shift. */
    static Cloud ripples(double shift) {
        double[] values = new double[30 * 3];
        for (int i = 0; i < 30; i++) {
            for (int j = 0; j < 3; j++) {
                values[3 * i + j] = 0.8 * Math.cos(0.9 * i + 1.1 * j + 0.23 * i * j) + shift;
            }
        }
        return new Cloud(30, 3, values);
    }

    /** Standard normal points. */
    static Cloud gaussian(int size, int width, long seed) {
        var random = new SplittableRandom(seed);
        double[] values = new double[size * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return new Cloud(size, width, values);
    }

    /** Every coordinate times {@code factor}, then plus {@code shift}. */
    static Cloud moved(Cloud cloud, double factor, double shift) {
        double[] values = cloud.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = factor * values[i] + shift;
        }
        return new Cloud(cloud.size(), cloud.width(), values);
    }

    /** The same points, the last first. */
    static Cloud reversed(Cloud cloud) {
        double[] values = new double[cloud.values().length];
        for (int point = 0; point < cloud.size(); point++) {
            System.arraycopy(
                    cloud.values(),
                    point * cloud.width(),
                    values,
                    (cloud.size() - 1 - point) * cloud.width(),
                    cloud.width());
        }
        return new Cloud(cloud.size(), cloud.width(), values);
    }
}
