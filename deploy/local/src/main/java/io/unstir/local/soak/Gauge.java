package io.unstir.local.soak;

import java.util.Comparator;

/** @param subject a process, the database, or the jobs */
record Gauge(String subject, Quantity quantity) implements Comparable<Gauge> {
    @Override
    public int compareTo(Gauge other) {
        return Comparator.comparing(Gauge::quantity)
                .thenComparing(Gauge::subject)
                .compare(this, other);
    }
}
