package io.unstir.local.scale;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Of durations in seconds: the least that so many of a hundred do not exceed. */
public record Quantiles(double mean, double p50, double p95, double p99) {
    static final Quantiles NONE = new Quantiles(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    public static Quantiles of(DoubleStream seconds) {
        double[] sorted = seconds.sorted().toArray();
        return sorted.length == 0
                ? NONE
                : new Quantiles(
                        Arrays.stream(sorted).average().orElseThrow(), at(sorted, 50), at(sorted, 95), at(sorted, 99));
    }

    private static double at(double[] sorted, int percent) {
        return sorted[Math.max(0, Math.ceilDiv(sorted.length * percent, 100) - 1)];
    }
}
