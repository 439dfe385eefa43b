package io.unstir.trainer.metric;

import java.util.stream.IntStream;

/**
 * Squared maximum mean discrepancy of two clouds, without bias (Gretton et al. 2012, eq. 3), with the kernel of Bińkowski et al.
 * 2018, section 4: {@code k(x, y) = (x·y / d + 1)³}. Its expectation is 0 for two clouds of one distribution, however small they
 * are, so single values may be a little below.
 */
public final class KernelDistance {
    private KernelDistance() {}

    public static double between(Cloud a, Cloud b) {
        a.requireSameWidth(b);
        a.requireAtLeast(2);
        b.requireAtLeast(2);
        double within = within(a) + within(b);
        double across = sum(a, b, false) / ((double) a.size() * b.size());
        return within - 2 * across;
    }

    /** Mean over pairs of different points. */
    private static double within(Cloud cloud) {
        return sum(cloud, cloud, true) / ((double) cloud.size() * (cloud.size() - 1));
    }

    /** Rows in parallel, added up in order: the sum does not depend on threads. */
    private static double sum(Cloud a, Cloud b, boolean skipSame) {
        double[] rows = IntStream.range(0, a.size())
                .parallel()
                .mapToDouble(i -> row(a, i, b, skipSame))
                .toArray();
        double sum = 0;
        for (double row : rows) {
            sum += row;
        }
        return sum;
    }

    private static double row(Cloud a, int i, Cloud b, boolean skipSame) {
        double sum = 0;
        for (int j = 0; j < b.size(); j++) {
            if (!skipSame || i != j) {
                double base = a.dot(i, b, j) / a.width() + 1;
                sum += base * base * base;
            }
        }
        return sum;
    }
}
