package io.unstir.gateway.quota;

/** So many a minute, as a bucket that fills evenly and holds a minute's worth. Not thread-safe. */
final class Allowance {
    private static final double NANOS_IN_A_MINUTE = 60e9;

    private final int perMinute;
    private double left;
    private long at;

    Allowance(int perMinute, long now) {
        this.perMinute = perMinute;
        this.left = perMinute;
        this.at = now;
    }

    boolean has(int amount, long now) {
        fill(now);
        return left >= amount;
    }

    /** Below nothing, where another gateway has let it pass. */
    void take(int amount, long now) {
        fill(now);
        left -= amount;
    }

    void giveBack(int amount) {
        left = Math.min(perMinute, left + amount);
    }

    /** At least 1. */
    int secondsUntil(int amount, long now) {
        fill(now);
        return (int) Math.max(1, Math.ceil((amount - left) * 60 / perMinute));
    }

    boolean isFull(long now) {
        fill(now);
        return left >= perMinute;
    }

    private void fill(long now) {
        left = Math.min(perMinute, left + (now - at) / NANOS_IN_A_MINUTE * perMinute);
        at = now;
    }
}
