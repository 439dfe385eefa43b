package io.unstir.sampler.session;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How long a row takes in runs of several sizes. */
record RowTimes(List<Measured> sizes) {
    /** A size whose rows take at most this much longer than the fastest size's is as good. */
    private static final double AS_GOOD = 1.04;

    record Measured(int rows, double millisPerRow) {}

    RowTimes {
        sizes = List.copyOf(sizes);
    }

    /** The smallest size that is as good as the best: a short run lets the next lane join, and a cancelled one leave, early. */
    int best() {
        double limit = AS_GOOD
                * sizes.stream().mapToDouble(Measured::millisPerRow).min().orElseThrow();
        return sizes.stream()
                .filter(size -> size.millisPerRow() <= limit)
                .findFirst()
                .orElseThrow()
                .rows();
    }

    @Override
    public String toString() {
        return sizes.stream()
                .map(size -> String.format(Locale.ROOT, "%d:%.3f", size.rows(), size.millisPerRow()))
                .collect(Collectors.joining(","));
    }
}
