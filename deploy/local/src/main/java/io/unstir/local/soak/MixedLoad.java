package io.unstir.local.soak;

import io.unstir.local.LocalFailure;
import io.unstir.local.api.GatewayUnreachable;
import io.unstir.local.api.ProblemFailure;
import io.unstir.local.api.Training;
import io.unstir.local.soak.Counts.Deed;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Of everything a little, at an even rate as long as it lasts: who asks while too many wait is held back, so that a slow machine makes
 * less load and no longer queue.
 */
final class MixedLoad implements AutoCloseable {
    private static final int MOST_OPEN = 24;
    private static final long TRAINING_EVERY_MINUTES = 10;
    private static final long TRAINING_LOOK_MS = 2_000;
    private static final long SEED = 1;

    /** Points in a plane by a perceptron: seconds of work. */
    private static final String TRAINING = """
            model: soak
            data: {kind: two-moons, points: 2000}
            network: {kind: mlp, width: 16, blocks: 1}
            diffusion: {schedule: cosine, steps: 100, prediction: v_prediction}
            training: {steps: 40, batch: 64, learning_rate: 0.002, warmup_steps: 10, checkpoint_every: 20}
            sampling: {solver: ddim, steps: 5, guidance_scale: 1}
            """;

    private final Client client;
    private final double rate;
    private final Semaphore open = new Semaphore(MOST_OPEN);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean stopping;

    /** @param rate asked for a second */
    MixedLoad(Client client, double rate) {
        this.client = client;
        this.rate = rate;
    }

    MixedLoad start() {
        threads.execute(this::askAll);
        threads.execute(this::trainAll);
        return this;
    }

    /** Nothing new is asked for any more. @throws LocalFailure where something was answered that should not be */
    void stop() throws InterruptedException {
        stopping = true;
        open.tryAcquire(MOST_OPEN, 2, TimeUnit.MINUTES);
        requireSound();
    }

    /** @throws LocalFailure as {@link #stop} */
    void requireSound() {
        if (ended.isCompletedExceptionally()) {
            throw new LocalFailure("the load broke: " + ended.exceptionNow().getMessage(), ended.exceptionNow());
        }
    }

    private void askAll() {
        var random = new Random(SEED);
        long begin = System.nanoTime();
        for (long number = 0; !stopping; number++) {
            Kind kind = Kind.draw(random);
            long of = number;
            if (open.tryAcquire()) {
                threads.execute(() -> ask(kind, of));
            } else {
                client.counts().add(Deed.HELD_BACK);
            }
            long next = begin + Math.round((number + 1) / rate * 1e9);
            LockSupport.parkNanos(Math.max(1, next - System.nanoTime()));
        }
    }

    private void ask(Kind kind, long number) {
        try {
            client.ask(kind, number);
        } catch (GatewayUnreachable e) {
            client.counts().add(Deed.UNANSWERED);
        } catch (ProblemFailure e) {
            if (e.problem().status() >= 500) {
                client.counts().add(Deed.UNANSWERED);
            } else {
                ended.completeExceptionally(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            ended.completeExceptionally(e);
        } finally {
            open.release();
        }
    }

    private void trainAll() {
        try {
            while (!stopping) {
                train();
                TimeUnit.MINUTES.sleep(TRAINING_EVERY_MINUTES);
            }
        } catch (InterruptedException e) {
            // The end of the load.
        } catch (RuntimeException e) {
            ended.completeExceptionally(e);
        }
    }

    private void train() throws InterruptedException {
        try {
            Training training = client.gateway().train(TRAINING);
            while (!training.isDone() && !stopping) {
                Thread.sleep(TRAINING_LOOK_MS);
                training = client.gateway().training(training.id());
            }
            if (training.hasSucceeded()) {
                client.counts().add(Deed.TRAININGS);
            } else if (training.isDone()) {
                throw new LocalFailure("a training ended " + training.status() + ": "
                        + training.error().orElse(""));
            }
        } catch (GatewayUnreachable e) {
            client.counts().add(Deed.UNANSWERED);
        }
    }

    @Override
    public void close() {
        stopping = true;
        threads.shutdownNow();
    }
}
