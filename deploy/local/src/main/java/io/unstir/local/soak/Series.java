package io.unstir.local.soak;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What one gauge told over time, in its order. */
record Series(List<Point> points) {
    private static final double MINUTES_AN_HOUR = 60;

    record Point(double minutes, double value) {}

    Series {
        points = List.copyOf(points);
    }

    /** Until just before {@code end}. */
    Series between(double begin, double end) {
        return new Series(points.stream()
                .filter(point -> point.minutes() >= begin && point.minutes() < end)
                .toList());
    }

    /** NaN of none. */
    double mean() {
        return mean(Point::value);
    }

    /** By least squares; NaN of fewer than two. */
    double slopePerHour() {
        double minute = mean(Point::minutes);
        double value = mean();
        double together = points.stream()
                .mapToDouble(point -> (point.minutes() - minute) * (point.value() - value))
                .sum();
        double alone = points.stream()
                .mapToDouble(point -> (point.minutes() - minute) * (point.minutes() - minute))
                .sum();
        return MINUTES_AN_HOUR * together / alone;
    }

    /** How much more the last point tells than the first. */
    double growth() {
        return points.isEmpty()
                ? Double.NaN
                : points.getLast().value() - points.getFirst().value();
    }

    private double mean(ToDoubleFunction<Point> of) {
        return points.stream().mapToDouble(of).average().orElse(Double.NaN);
    }
}
