package io.unstir.gateway.quota;

import java.util.OptionalInt;

/** How many jobs ended in each of the last 60 seconds, and what that makes of a wait. Not thread-safe. */
final class Throughput {
    private static final int SECONDS = 60;
    private static final int LONGEST_WAIT = 3600;

    private final int[] ended = new int[SECONDS];
    private long newest = Long.MIN_VALUE;

    /** @param second never less than before */
    void add(long second) {
        moveTo(second);
        ended[Math.floorMod(second, SECONDS)]++;
    }

    /** Seconds until so many jobs have ended, from 1 to an hour, at the pace since the first that ended lately; empty where none did. */
    OptionalInt secondsFor(int jobs, long second) {
        moveTo(second);
        int all = 0;
        int span = 0;
        for (int ago = SECONDS - 1; ago >= 0; ago--) {
            all += ended[Math.floorMod(second - ago, SECONDS)];
            span = all > 0 && span == 0 ? ago + 1 : span;
        }
        if (all == 0) {
            return OptionalInt.empty();
        }
        long wait = ((long) jobs * span + all - 1) / all;
        return OptionalInt.of((int) Math.clamp(wait, 1, LONGEST_WAIT));
    }

    private void moveTo(long second) {
        long from = Math.max(newest + 1, second - SECONDS + 1);
        for (long fresh = newest == Long.MIN_VALUE ? second - SECONDS + 1 : from; fresh <= second; fresh++) {
            ended[Math.floorMod(fresh, SECONDS)] = 0;
        }
        newest = Math.max(newest, second);
    }
}
