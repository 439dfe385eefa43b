package io.unstir.local.supervisor;

import java.time.Duration;

/** How long to wait before starting again what ended: longer each time, short again after it ran for a while. */
record Backoff(Duration first, Duration longest, Duration settled) {
    static final Backoff DEFAULT = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15), Duration.ofSeconds(60));

    /** @param previous the wait before the start that just ended; zero when there was none */
    Duration next(Duration previous, Duration ran) {
        if (previous.isZero() || ran.compareTo(settled) >= 0) {
            return first;
        }
        Duration doubled = previous.multipliedBy(2);
        return doubled.compareTo(longest) > 0 ? longest : doubled;
    }
}
