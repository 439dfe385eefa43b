package io.unstir.local.soak;

/**
 * What a record costs the database, in bytes of its size, indices included. A table that bloats shows here: the same records cost more later.
 *
 * @param first in the first half of the time
 * @param last in the last half
 */
record RecordCost(double first, double last) {
    /** Tables and indices grow by pages, and are cleaned now and then. */
    private static final double ALLOWED = 1.25;

    private static final int HALVES = 2;
    private static final double MIB = 1024 * 1024;

    static RecordCost of(Series mib, Series records, Span span) {
        return new RecordCost(
                bytes(mib, records, span.part(0, HALVES)), bytes(mib, records, span.part(HALVES - 1, HALVES)));
    }

    boolean isFlat() {
        return last <= ALLOWED * first;
    }

    private static double bytes(Series mib, Series records, Span half) {
        return MIB * half.of(mib).growth() / half.of(records).growth();
    }
}
