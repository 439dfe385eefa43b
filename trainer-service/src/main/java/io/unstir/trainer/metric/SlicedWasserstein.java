package io.unstir.trainer.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Sliced Wasserstein distance of order 2 (Rabin et al. 2012, eq. 8; Bonneel et al. 2015, definition 1): the root of the mean, over
 * directions, of the squared Wasserstein distance of the clouds as seen from that direction, which in one dimension is between
 * quantiles. At least 0, in the clouds' own units; no kernel and no fitted shape.
 */
public final class SlicedWasserstein {
    private SlicedWasserstein() {}

    public static double between(Cloud a, Cloud b, Slices slices) {
        a.requireSameWidth(b);
        if (slices.width() != a.width()) {
            throw new IllegalArgumentException(
                    "slices must have the clouds' width " + a.width() + " (got " + slices.width() + ")");
        }
        return betweenProjected(slices.project(a), slices.project(b));
    }

    /** The same of clouds that {@link Slices#project} has seen already: {@code [points, directions]}. */
    public static double betweenProjected(Cloud a, Cloud b) {
        a.requireSameWidth(b);
        double[] squares = IntStream.range(0, a.width())
                .parallel()
                .mapToDouble(slice -> squaredDistance(a.column(slice), b.column(slice)))
                .toArray();
        double sum = 0;
        for (double square : squares) {
            sum += square;
        }
        return Math.sqrt(sum / squares.length);
    }

    /** Of two sets of numbers, as the integral of the squared difference of their quantile functions, which are steps. */
    private static double squaredDistance(double[] a, double[] b) {
        Arrays.sort(a);
        Arrays.sort(b);
        long whole = (long) a.length * b.length;
        long reached = 0;
        double sum = 0;
        int i = 0;
        int j = 0;
        while (reached < whole) {
            // Ends of the steps, in units of 1 / whole.
            long endA = (i + 1L) * b.length;
            long endB = (j + 1L) * a.length;
            long end = Math.min(endA, endB);
            double difference = a[i] - b[j];
            sum += (end - reached) * difference * difference;
            i += endA == end ? 1 : 0;
            j += endB == end ? 1 : 0;
            reached = end;
        }
        return sum / whole;
    }
}
