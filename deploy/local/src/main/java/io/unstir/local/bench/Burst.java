package io.unstir.local.bench;

import io.unstir.local.LocalFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * All at once: how many jobs are taken a second, how many come out at the other end, and whether all do.
 *
 * @param senders each sends its next job when the one before was answered
 * @param notes hears how far it is
 */
record Burst(Client client, EventTail events, RowTail rows, int senders, Consumer<String> notes) {
    private static final Duration WITHOUT_PROGRESS = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int LOOKS_A_NOTE = 50;

    /**
     * What became of it.
     *
     * @param lost accepted, and never told to have succeeded
     * @param doubled told to have ended more than once
     * @param notRecorded succeeded, but not in the database
     */
    record Result(
            int jobs, double acceptedPerSecond, double succeededPerSecond, long lost, long doubled, long notRecorded) {}

    Result run(int count, long firstSeed) throws InterruptedException {
        long rowsBefore = rows.ended();
        long endedBefore = events.ended();
        long begin = System.nanoTime();
        Collection<Client.Accepted> accepted = submitAll(count, firstSeed);
        double acceptedIn = (System.nanoTime() - begin) / 1e9;
        notes.accept("%d jobs accepted in %.1f s".formatted(count, acceptedIn));
        await("ended", count, () -> events.ended() - endedBefore);
        await("are in the database", count, () -> rows.ended() - rowsBefore);
        long last = accepted.stream()
                .mapToLong(job -> events.job(job.id()).seen())
                .max()
                .orElseThrow();
        long first = accepted.stream().mapToLong(Client.Accepted::posted).min().orElseThrow();
        return new Result(
                count,
                count / acceptedIn,
                count / ((last - first) / 1e6),
                accepted.stream()
                        .filter(job -> events.job(job.id()).succeeded() == 0)
                        .count(),
                accepted.stream().filter(job -> events.job(job.id()).ends() > 1).count(),
                count - (rows.ended() - rowsBefore));
    }

    private Collection<Client.Accepted> submitAll(int count, long firstSeed) throws InterruptedException {
        var accepted = new ConcurrentLinkedQueue<Client.Accepted>();
        var next = new AtomicLong();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var sending = new ArrayList<Future<?>>();
            for (int i = 0; i < senders; i++) {
                sending.add(threads.submit(() -> {
                    for (long seed = next.getAndIncrement(); seed < count; seed = next.getAndIncrement()) {
                        accepted.add(client.submit(firstSeed + seed));
                    }
                    return null;
                }));
            }
            for (Future<?> each : sending) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LocalFailure failure ? failure : new LocalFailure("a job was not sent", e);
        }
        return accepted;
    }

    /** Until all are there, or no more came for a while: what is lost shall be counted, not waited for. */
    private void await(String what, long wanted, LongSupplier count) throws InterruptedException {
        long before = -1;
        long since = System.nanoTime();
        for (int look = 0; ; look++) {
            long now = count.getAsLong();
            if (now >= wanted || System.nanoTime() - since > WITHOUT_PROGRESS.toNanos()) {
                return;
            }
            if (now > before) {
                before = now;
                since = System.nanoTime();
            }
            if (look % LOOKS_A_NOTE == LOOKS_A_NOTE - 1) {
                notes.accept("%d of %d %s".formatted(now, wanted, what));
            }
            Thread.sleep(LOOK);
        }
    }
}
