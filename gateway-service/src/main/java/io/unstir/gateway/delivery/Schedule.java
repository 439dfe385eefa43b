package io.unstir.gateway.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * When attempts are made.
 *
 * @param waits before the first attempt, the second and so on; each has the partition of its number
 */
record Schedule(List<Duration> waits) {
    /** Receivers that were away together are not told together. */
    private static final double JITTER = 0.1;

    private static final int MOST = 10;
    private static final Duration SOON = Duration.ofSeconds(5);

    /** Deliveries wait there whose job storage could not tell. */
    static final int WITHOUT_MESSAGE = MOST;

    /** Deliveries wait there whose receiver has too many before them. */
    static final int WITHOUT_ROOM = MOST + 1;

    Schedule {
        waits = List.copyOf(waits);
        if (waits.isEmpty() || waits.size() > MOST || waits.stream().anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException(
                    "unstir.webhooks.schedule: must be 1 to %d waits, not %s".formatted(MOST, waits));
        }
    }

    boolean isOver(int attempts) {
        return attempts >= waits.size();
    }

    /** The same delivery and attempt have the same jitter, at whichever gateway. */
    Instant next(String id, int attempts, Instant from) {
        var digest = UUID.nameUUIDFromBytes((id + "/" + attempts).getBytes(UTF_8));
        double part = (digest.getLeastSignificantBits() & 0xFFFF_FFFFL) * 0x1p-32;
        return from.plusMillis(Math.round(waits.get(attempts).toMillis() * (1 + JITTER * part)));
    }

    /** For deliveries that could not be tried; no attempt is counted. */
    Instant soon(Instant from) {
        return from.plus(SOON);
    }
}
