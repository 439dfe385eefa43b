package io.unstir.gateway.quota;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** So many requests a minute for each owner. */
final class Rate {
    private static final int MOST_ALLOWANCES = 10_000;

    private final int perMinute;
    private final LongSupplier clock;
    private final Map<String, Allowance> allowances = new HashMap<>();

    Rate(int perMinute, LongSupplier clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    int perMinute() {
        return perMinute;
    }

    /** Takes one. @return 0, or, where there was none, the seconds until there is */
    synchronized int take(String owner) {
        long now = clock.getAsLong();
        if (allowances.size() > MOST_ALLOWANCES) {
            allowances.values().removeIf(allowance -> allowance.isFull(now));
        }
        var allowance = allowances.computeIfAbsent(owner, _ -> new Allowance(perMinute, now));
        if (!allowance.has(1, now)) {
            return allowance.secondsUntil(1, now);
        }
        allowance.take(1, now);
        return 0;
    }
}
