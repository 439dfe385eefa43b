package io.unstir.local.soak;

/** What is watched, and how much more of it there may be at the end than at the beginning: a part of it, or so much, whichever is more. */
enum Quantity {
    HEAP("heap after a collection, MiB", 0.05, 8),
    /** Heap, native memory and stacks: all that no file stands behind. */
    MEMORY("private memory, MiB", 0.05, 16),
    HANDLES("open handles", 0.02, 4),
    /** What each of PostgreSQL's processes keeps open to use again, up to its {@code max_files_per_process}: tells nothing but how many tables there are. */
    KEPT_FILES("files kept open", Double.POSITIVE_INFINITY, 0),
    THREADS("threads", 0.02, 4),
    CONNECTIONS("connections", 0, 2),
    LAG("records that wait", 0.05, 10),
    SIZE("size, MiB", Double.POSITIVE_INFINITY, 0),
    RECORDS("records that became rows", Double.POSITIVE_INFINITY, 0);

    private final String label;
    private final double part;
    private final double slack;

    Quantity(String label, double part, double slack) {
        this.label = label;
        this.part = part;
        this.slack = slack;
    }

    String label() {
        return label;
    }

    /** Whether it must not grow at all; the others grow with what is stored, or come and go. */
    boolean isLevel() {
        return Double.isFinite(part);
    }

    double allowance(double first) {
        return Math.max(part * first, slack);
    }
}
