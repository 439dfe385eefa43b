package io.unstir.sampler.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Time that passes after each run of a denoiser, so that a model which costs next to nothing takes as long as another one without doing its work: several samplers on one machine
 * then don't take each other's processor. For measurements. It reaches no number; the {@link DeviceClass} tells of it all the same.
 *
 * @param run for each run
 * @param row and for each row of it, besides
 */
public record RunDelay(Duration run, Duration row) {
    private static final String PROFILE = "bench";

    /** A cancelled lane leaves between two runs. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    public static final RunDelay NONE = new RunDelay(Duration.ZERO, Duration.ZERO);

    public RunDelay {
        require("run-delay", run);
        require("row-delay", row);
    }

    private static void require(String name, Duration delay) {
        if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
            throw new DeviceException("unstir.sampler.bench.%s must be from 0 to %d s (got %s)"
                    .formatted(name, LONGEST.toSeconds(), delay));
        }
    }

    /**
     * The delay that a sampler was told to have. Only under the profile {@code bench}, so that no setting left over from a measurement slows down a sampler that people wait for.
     *
     * @param profiles of this process's configuration
     * @throws DeviceException when there is one without that profile, or it is too long
     */
    public static RunDelay allowed(Duration run, Duration row, List<String> profiles) {
        var delay = new RunDelay(run, row);
        if (!delay.isNone() && !profiles.contains(PROFILE)) {
            throw new DeviceException(
                    "unstir.sampler.bench.run-delay (got %s) and row-delay (got %s) make a sampler slow on purpose and are refused outside of the configuration profile %s (got %s): remove them, or set QUARKUS_PROFILE=%s"
                            .formatted(run, row, PROFILE, String.join(",", profiles), PROFILE));
        }
        return delay;
    }

    public boolean isNone() {
        return run.isZero() && row.isZero();
    }

    /** Lets the time of a run of so many rows pass; an interrupted thread goes on at once. */
    void pass(int rows) {
        if (isNone()) {
            return;
        }
        long until = System.nanoTime() + run.toNanos() + rows * row.toNanos();
        for (long left = until - System.nanoTime();
                left > 0 && !Thread.currentThread().isInterrupted();
                left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** As it stands in the device class: nothing, or {@code /waits-16000+4000us}. */
    String mark() {
        return isNone() ? "" : "/waits-%d+%dus".formatted(micros(run), micros(row));
    }

    private static long micros(Duration delay) {
        return TimeUnit.NANOSECONDS.toMicros(delay.toNanos());
    }
}
