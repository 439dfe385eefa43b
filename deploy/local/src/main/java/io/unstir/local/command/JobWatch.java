package io.unstir.local.command;

import io.unstir.local.LocalFailure;
import io.unstir.local.api.Gateway;
import io.unstir.local.api.Job;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Watches jobs until all are done. */
record JobWatch(Gateway gateway, JobTaker taker, JobView view) {
    /** Samplers take jobs in the order of submission, so only the first few unfinished can have moved. */
    private static final int AT_ONCE = 8;

    private static final long REDRAW_MS = 80;

    List<Job> untilDone(List<Job> submitted) {
        List<FollowedJob> jobs = submitted.stream()
                .map(job -> new FollowedJob(gateway, job, taker))
                .toList();
        // Virtual threads are daemons: one that hangs in a read does not keep this process.
        var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
        try {
            List<? extends Future<?>> ends =
                    jobs.stream().map(job -> threads.submit(job::follow)).toList();
            for (Future<?> end : ends) {
                await(end, jobs);
            }
        } finally {
            threads.shutdownNow();
        }
        return standing(jobs);
    }

    private void await(Future<?> end, List<FollowedJob> jobs) {
        while (true) {
            try {
                end.get(REDRAW_MS, TimeUnit.MILLISECONDS);
                view.show(standing(jobs));
                return;
            } catch (TimeoutException e) {
                view.show(standing(jobs));
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException told ? told : new LocalFailure(e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LocalFailure("interrupted", e);
            }
        }
    }

    private static List<Job> standing(List<FollowedJob> jobs) {
        return jobs.stream().map(FollowedJob::job).toList();
    }
}
