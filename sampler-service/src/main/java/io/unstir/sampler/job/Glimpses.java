package io.unstir.sampler.job;

import io.unstir.sampler.engine.Glimpse;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Which images of a job are shown, and when: the one that was shown least, some steps after it was shown last, and never
 * more often than the policy says. Between the engine's thread and the job's there is one glimpse at a time, so that a job
 * that is busy with its results costs the engine nothing.
 */
final class Glimpses implements Showing {
    private static final int OUT = Integer.MAX_VALUE;

    private final long pause;
    private final int stride;
    /** By image: the step it was shown at. Only the engine's thread touches it. */
    private final int[] shownAt;

    private final AtomicReference<Glimpse> held = new AtomicReference<>();
    private long lastNanos = System.nanoTime();

    /** @param steps of an image */
    Glimpses(PreviewPolicy policy, int images, int steps) {
        pause = policy.every().toNanos();
        stride = policy.perImage() == 0 ? OUT : steps / (policy.perImage() + 1) + 1;
        shownAt = new int[images];
    }

    @Override
    public boolean wants(int image, int step) {
        return step - shownAt[image] >= stride
                && held.get() == null
                && System.nanoTime() - lastNanos >= pause
                && shownAt[image] == Arrays.stream(shownAt).min().orElse(0);
    }

    @Override
    public void hold(Glimpse glimpse) {
        shownAt[glimpse.image()] = glimpse.step();
        lastNanos = System.nanoTime();
        held.set(glimpse);
    }

    @Override
    public void left(int image) {
        shownAt[image] = OUT;
    }

    @Override
    public Optional<Glimpse> take() {
        return Optional.ofNullable(held.getAndSet(null));
    }
}
