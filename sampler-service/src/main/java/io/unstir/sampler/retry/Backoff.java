package io.unstir.sampler.retry;

import java.time.Duration;

/** Growing pauses between tries: twice as long each time, up to a limit. */
public final class Backoff {
    private final Duration longest;
    private Duration next;

    public Backoff(Duration first, Duration longest) {
        this.next = first;
        this.longest = longest;
    }

    /** From a tenth of a second to three seconds. */
    public static Backoff standard() {
        return new Backoff(Duration.ofMillis(100), Duration.ofSeconds(3));
    }

    /** Waits. @return false, and the thread's interrupt kept, when it was interrupted */
    public boolean pause() {
        try {
            sleep();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public void sleep() throws InterruptedException {
        Thread.sleep(next);
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(longest) > 0 ? longest : doubled;
    }
}
