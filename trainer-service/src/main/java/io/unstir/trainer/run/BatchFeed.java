package io.unstir.trainer.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Puts the rows of the next pass together, on a thread of its own, while this one is learned from. What they are is a function of the
 * pass alone ({@link Batches}), so the thread decides nothing but the time.
 */
final class BatchFeed implements AutoCloseable {
    private final Batches batches;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("batches").factory());
    private long aheadPass;
    private CompletableFuture<Batches.Rows> ahead;

    /** @param first the pass that is asked for first */
    BatchFeed(Batches batches, long first) {
        this.batches = batches;
        prepare(first);
    }

    Batches.Rows rows(long pass) {
        if (pass != aheadPass) {
            prepare(pass);
        }
        try {
            Batches.Rows rows = ahead.join();
            prepare(pass + 1);
            return rows;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void prepare(long pass) {
        aheadPass = pass;
        ahead = CompletableFuture.supplyAsync(() -> batches.rows(pass), thread);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
