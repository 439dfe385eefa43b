package io.unstir.local.bench;

import io.unstir.local.LocalFailure;
import io.unstir.local.scale.Arrival;
import io.unstir.local.scale.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Sends jobs at their times, whatever becomes of those before, and follows them to their ends. */
record SentJobs(Client client, EventTail events) {
    private static final Duration WITHOUT_PROGRESS = Duration.ofSeconds(60);
    private static final Duration BEFORE_ANOTHER_TRY = Duration.ofMillis(200);
    private static final double GUIDED = 3;

    /** A job and what came of it. */
    record Sent(Client.Accepted job, Followed followed) {
        long latencyMicros() {
            return followed.seen() - job.posted();
        }
    }

    /** @param firstSeed of as many that follow each other; the n-th of the result is the n-th arrival */
    List<Sent> run(List<Arrival> arrivals, long firstSeed) throws InterruptedException {
        var accepted = submitAll(arrivals, firstSeed);
        awaitEnds(accepted);
        return accepted.stream().map(job -> new Sent(job, events.job(job.id()))).toList();
    }

    private List<Client.Accepted> submitAll(List<Arrival> arrivals, long firstSeed) throws InterruptedException {
        var sent = new ArrayList<Future<Client.Accepted>>();
        var accepted = new ArrayList<Client.Accepted>();
        long begin = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < arrivals.size(); i++) {
                long seed = firstSeed + i;
                var arrival = arrivals.get(i);
                waitUntil(begin + Math.round(arrival.at() * 1e9));
                sent.add(threads.submit(() -> submit(seed, settings(arrival.shape()))));
            }
            for (var each : sent) {
                accepted.add(each.get());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LocalFailure failure ? failure : new LocalFailure("a job was not sent", e);
        }
        return accepted;
    }

    /** A job that the gateway asks to send again is sent again, and counts from when it was sent first. */
    private Client.Accepted submit(long seed, Map<String, Object> settings) throws InterruptedException {
        long posted = JobTimes.now();
        long until = System.nanoTime() + WITHOUT_PROGRESS.toNanos();
        while (true) {
            try {
                var accepted = client.submit(seed, settings);
                return new Client.Accepted(accepted.id(), posted, accepted.at(), accepted.brokerMicros());
            } catch (Client.Away e) {
                if (System.nanoTime() > until) {
                    throw e;
                }
                Thread.sleep(BEFORE_ANOTHER_TRY);
            }
        }
    }

    private static void waitUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static Map<String, Object> settings(Shape shape) {
        return Map.of(
                "n",
                shape.images(),
                "steps",
                shape.steps(),
                "guidance_scale",
                shape.guided() ? GUIDED : 1,
                "priority",
                shape.bulk() ? "bulk" : "interactive");
    }

    private void awaitEnds(List<Client.Accepted> jobs) {
        long since = System.nanoTime();
        int done = 0;
        while (done < jobs.size()) {
            var followed = events.job(jobs.get(done).id());
            if (followed.succeeded() > 0) {
                done++;
                since = System.nanoTime();
            } else if (followed.hasEnded() || System.nanoTime() - since > WITHOUT_PROGRESS.toNanos()) {
                throw new LocalFailure("job " + jobs.get(done).id() + " did not succeed");
            } else {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }
}
