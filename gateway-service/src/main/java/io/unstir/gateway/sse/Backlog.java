package io.unstir.gateway.sse;

import java.util.concurrent.atomic.AtomicLong;

/** Memory for what clients have not taken yet, of all streams together: readers that take nothing may be many. */
final class Backlog {
    private final AtomicLong free;

    Backlog(long bytes) {
        this.free = new AtomicLong(bytes);
    }

    /** Whether there was room for it. */
    boolean keepIfThereIsRoom(ServerEvent event) {
        boolean kept = free.addAndGet(-event.size()) >= 0;
        if (!kept) {
            release(event);
        }
        return kept;
    }

    /** Whether there is room or not. */
    void keep(ServerEvent event) {
        free.addAndGet(-event.size());
    }

    void release(ServerEvent event) {
        free.addAndGet(event.size());
    }
}
