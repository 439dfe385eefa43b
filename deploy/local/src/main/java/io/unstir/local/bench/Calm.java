package io.unstir.local.bench;

import io.unstir.local.LocalFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Jobs at a steady pace, whatever becomes of those before: what one job's way takes when there is no queue.
 *
 * @param rate jobs a second
 */
record Calm(Client client, EventTail events, RowTail rows, int rate) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** @param firstSeed of as many that follow each other */
    List<JobTimes> run(int count, long firstSeed) throws InterruptedException {
        Collection<Client.Accepted> accepted = submitAll(count, firstSeed);
        long until = System.nanoTime() + PATIENCE.toNanos();
        for (var job : accepted) {
            while (!events.job(job.id()).hasEnded() || rows.recorded(job.id()) == 0) {
                if (System.nanoTime() > until) {
                    throw new LocalFailure("job " + job.id() + " did not end within " + PATIENCE.toSeconds() + " s");
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
        return accepted.stream().map(this::times).toList();
    }

    private Collection<Client.Accepted> submitAll(int count, long firstSeed) throws InterruptedException {
        var accepted = new ConcurrentLinkedQueue<Client.Accepted>();
        long begin = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var sent = new ArrayList<Future<?>>();
            for (int i = 0; i < count; i++) {
                long due = begin + TimeUnit.SECONDS.toNanos(i) / rate;
                LockSupport.parkNanos(due - System.nanoTime());
                long seed = firstSeed + i;
                sent.add(threads.submit(() -> {
                    var job = client.submit(seed);
                    rows.want(job.id());
                    return accepted.add(job);
                }));
            }
            for (Future<?> each : sent) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LocalFailure failure ? failure : new LocalFailure("a job was not sent", e);
        }
        return accepted;
    }

    private JobTimes times(Client.Accepted job) {
        Followed followed = events.job(job.id());
        if (followed.succeeded() == 0) {
            throw new LocalFailure("job " + job.id() + " did not succeed");
        }
        return new JobTimes(
                job.posted(),
                job.at(),
                job.brokerMicros(),
                followed.started(),
                followed.samplingMicros(),
                followed.storingMicros(),
                followed.succeeded(),
                followed.seen(),
                rows.recorded(job.id()));
    }
}
