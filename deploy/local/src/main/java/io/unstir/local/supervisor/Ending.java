package io.unstir.local.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits until processes have ended, and uses force on those that do not. */
public final class Ending {
    private static final Duration AFTER_FORCE = Duration.ofSeconds(5);

    private Ending() {}

    /** Gives all of them {@code grace} together. */
    public static void await(List<ProcessHandle> asked, Duration grace) {
        Instant deadline = Instant.now().plus(grace);
        for (ProcessHandle process : asked) {
            if (!hasEnded(process, Duration.between(Instant.now(), deadline))) {
                List<ProcessHandle> children = process.descendants().toList();
                process.destroyForcibly();
                children.forEach(ProcessHandle::destroyForcibly);
                hasEnded(process, AFTER_FORCE);
            }
        }
    }

    private static boolean hasEnded(ProcessHandle process, Duration within) {
        try {
            process.onExit().get(Math.max(0, within.toMillis()), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for process " + process.pid() + " failed", e);
        }
    }
}
