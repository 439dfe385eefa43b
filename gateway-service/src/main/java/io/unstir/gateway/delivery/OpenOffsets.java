package io.unstir.gateway.delivery;

import java.util.TreeSet;

/** Which records of a partition are not done with. Deliveries end in any order, and a group remembers one offset only. */
final class OpenOffsets {
    private final TreeSet<Long> open = new TreeSet<>();
    private long next;
    private long told;

    void add(long offset) {
        open.add(offset);
        next = offset + 1;
    }

    void close(long offset) {
        open.remove(offset);
    }

    int size() {
        return open.size();
    }

    /** All below are done with. */
    long doneTo() {
        return open.isEmpty() ? next : open.first();
    }

    /** Whether the group is to be told, which it then was. */
    boolean tell() {
        boolean news = doneTo() > told;
        told = Math.max(told, doneTo());
        return news;
    }
}
