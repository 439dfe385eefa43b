package io.unstir.local.soak;

/** From one minute of a soak to another. */
record Span(double begin, double end) {

    /** One of so many equal parts, counted from 0. */
    Span part(int number, int of) {
        double length = (end - begin) / of;
        return new Span(begin + number * length, begin + (number + 1) * length);
    }

    Series of(Series series) {
        return series.between(begin, end);
    }
}
