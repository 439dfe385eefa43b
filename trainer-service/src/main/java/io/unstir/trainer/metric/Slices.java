package io.unstir.trainer.metric;

import java.util.SplittableRandom;

/**
 * Random directions, uniform on the unit sphere, to look at a cloud from.
 *
 * @param width coordinates of a point
 * @param directions {@code [count, width]}, each of length 1
 */
public record Slices(int width, double[][] directions) {

    /** The same directions for the same numbers. */
    public static Slices random(int width, int count, long seed) {
        if (width < 1 || count < 1) {
            throw new IllegalArgumentException(
                    "width and count must be at least 1 (got " + width + " and " + count + ")");
        }
        var random = new SplittableRandom(seed);
        double[][] directions = new double[count][];
        for (int i = 0; i < count; i++) {
            directions[i] = direction(width, random);
        }
        return new Slices(width, directions);
    }

    public int count() {
        return directions.length;
    }

    /** Where a point lies on every direction: writes {@link #count()} values to {@code target} at {@code offset}. */
    public void project(float[] point, double[] target, int offset) {
        for (int slice = 0; slice < directions.length; slice++) {
            double[] direction = directions[slice];
            double sum = 0;
            for (int i = 0; i < width; i++) {
                sum += direction[i] * point[i];
            }
            target[offset + slice] = sum;
        }
    }

    /** Where each point of a cloud lies on every direction. */
    Cloud project(Cloud cloud) {
        double[] projected = new double[cloud.size() * directions.length];
        for (int point = 0; point < cloud.size(); point++) {
            for (int slice = 0; slice < directions.length; slice++) {
                double sum = 0;
                for (int i = 0; i < width; i++) {
                    sum += directions[slice][i] * cloud.at(point, i);
                }
                projected[point * directions.length + slice] = sum;
            }
        }
        return new Cloud(cloud.size(), directions.length, projected);
    }

    /** A Gaussian vector, which knows no direction, cut to length 1. */
    private static double[] direction(int width, SplittableRandom random) {
        double[] direction = new double[width];
        double squares = 0;
        for (int i = 0; i < width; i++) {
            direction[i] = gaussian(random);
            squares += direction[i] * direction[i];
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < width; i++) {
            direction[i] /= length;
        }
        return direction;
    }

    /** Box and Muller 1958, by strict arithmetic: the same bits everywhere. */
    private static double gaussian(SplittableRandom random) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
    }
}
