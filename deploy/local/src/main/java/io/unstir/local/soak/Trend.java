package io.unstir.local.soak;

/**
 * Where a gauge went.
 *
 * @param first mean of the first quarter
 * @param last mean of the last quarter
 */
record Trend(Gauge gauge, double first, double last, double slopePerHour) {
    private static final int QUARTERS = 4;

    static Trend of(Gauge gauge, Series series, Span span) {
        return new Trend(
                gauge,
                span.part(0, QUARTERS).of(series).mean(),
                span.part(QUARTERS - 1, QUARTERS).of(series).mean(),
                span.of(series).slopePerHour());
    }

    /** What was seen too seldom for a mean is not. */
    boolean isFlat() {
        return last - first <= gauge.quantity().allowance(first);
    }
}
