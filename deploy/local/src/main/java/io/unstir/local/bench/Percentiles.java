package io.unstir.local.bench;

import java.util.Arrays;

/** Of durations, in milliseconds: the least that so many of a hundred do not exceed. */
record Percentiles(double p50, double p95, double p99, double most) {

    /** @param micros at least one, in any order; stays as it is */
    static Percentiles of(long[] micros) {
        if (micros.length == 0) {
            throw new IllegalArgumentException("no durations");
        }
        long[] sorted = micros.clone();
        Arrays.sort(sorted);
        return new Percentiles(at(sorted, 50), at(sorted, 95), at(sorted, 99), at(sorted, 100));
    }

    private static double at(long[] sorted, int percent) {
        int rank = Math.ceilDiv(sorted.length * percent, 100);
        return sorted[Math.max(0, rank - 1)] / 1000.0;
    }
}
