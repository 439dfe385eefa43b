package io.unstir.trainer.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Points in a space, for example the features of images.
 *
 * @param size number of points
 * @param width coordinates of a point
 * @param values {@code [size, width]}, finite; not to be changed
 */
public record Cloud(int size, int width, double[] values) {
    public Cloud {
        if (size < 1 || width < 1 || values.length != (long) size * width) {
            throw new IllegalArgumentException(
                    "values must be [size, width] with both at least 1 (got %d values for [%d, %d])"
                            .formatted(values.length, size, width));
        }
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("values must be finite (got " + value + ")");
            }
        }
    }

    public static Cloud of(double[]... points) {
        int width = points.length == 0 ? 0 : points[0].length;
        return new Cloud(
                points.length,
                width,
                Arrays.stream(points).flatMapToDouble(Arrays::stream).toArray());
    }

    double at(int point, int coordinate) {
        return values[point * width + coordinate];
    }

    double dot(int point, Cloud other, int otherPoint) {
        int a = point * width;
        int b = otherPoint * width;
        double sum = 0;
        for (int i = 0; i < width; i++) {
            sum += values[a + i] * other.values[b + i];
        }
        return sum;
    }

    double squaredDistance(int point, Cloud other, int otherPoint) {
        int a = point * width;
        int b = otherPoint * width;
        double sum = 0;
        for (int i = 0; i < width; i++) {
            double difference = values[a + i] - other.values[b + i];
            sum += difference * difference;
        }
        return sum;
    }

    /** One coordinate of every point. */
    double[] column(int coordinate) {
        return IntStream.range(0, size)
                .mapToDouble(point -> at(point, coordinate))
                .toArray();
    }

    void requireSameWidth(Cloud other) {
        if (width != other.width) {
            throw new IllegalArgumentException(
                    "both clouds must have the same width (got " + width + " and " + other.width + ")");
        }
    }

    void requireAtLeast(int points) {
        if (size < points) {
            throw new IllegalArgumentException("a cloud must have at least " + points + " points (got " + size + ")");
        }
    }
}
