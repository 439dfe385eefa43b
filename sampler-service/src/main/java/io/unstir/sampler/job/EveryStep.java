package io.unstir.sampler.job;

import io.unstir.sampler.engine.Glimpse;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Each image after every so many of its steps. The engine waits for nobody: what there is no room for is not shown. */
final class EveryStep implements Showing {
    /** 4 MiB, for each of the jobs in hand. */
    private static final int MOST_VALUES = 1 << 19;

    private static final int MOST_GLIMPSES = 1024;

    private final int stride;
    private final BlockingQueue<Glimpse> held;

    /**
     * @param stride steps from one to the next
     * @param elements of a glimpse
     */
    EveryStep(int stride, int elements) {
        this.stride = stride;
        held = new ArrayBlockingQueue<>(StrictMath.clamp(MOST_VALUES / elements, 1, MOST_GLIMPSES));
    }

    @Override
    public boolean wants(int image, int step) {
        return step % stride == 0 && held.remainingCapacity() > 0;
    }

    @Override
    public void hold(Glimpse glimpse) {
        held.offer(glimpse);
    }

    @Override
    public void left(int image) {
        // Others are shown whether it is there or not.
    }

    @Override
    public Optional<Glimpse> take() {
        return Optional.ofNullable(held.poll());
    }
}
