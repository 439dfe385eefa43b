package io.unstir.gateway.jobs;

import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.publish.SubmissionId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for jobs to end. */
@Singleton
public class JobEnds {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final JobWatches watches;

    JobEnds(JobWatches watches) {
        this.watches = watches;
    }

    /**
     * The job as it ended; empty where it did not in time, or nobody wants to know any more.
     *
     * @param hungUp completed when nobody waits any more
     */
    public Optional<Job> await(String tenant, String jobId, Duration patience, CompletableFuture<Void> hungUp) {
        var id = SubmissionId.parse(jobId).orElseThrow();
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline && !hungUp.isDone()) {
            var end = watch(tenant, id, deadline, hungUp);
            if (end.isPresent()) {
                return end;
            }
        }
        return Optional.empty();
    }

    private Optional<Job> watch(String tenant, SubmissionId id, long deadline, CompletableFuture<Void> hungUp) {
        var end = new CompletableFuture<Optional<Job>>();
        hungUp.thenRun(() -> end.complete(Optional.empty()));
        try {
            var leave = watches.watch(tenant, id, Optional.empty(), news -> hear(news, end));
            try {
                if (leave.isPresent()) {
                    return end.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                }
                pause();
            } finally {
                leave.ifPresent(Runnable::run);
            }
        } catch (ProblemException e) {
            // Storage is away: the job goes on, and so does the wait.
            pause();
        } catch (TimeoutException e) {
            // The caller's loop sees the deadline.
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody completes it so", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            hungUp.complete(null);
        }
        return Optional.empty();
    }

    private static void hear(JobNews news, CompletableFuture<Optional<Job>> end) {
        switch (news) {
            case JobNews.Whole whole -> {
                if (whole.job().hasEnded()) {
                    end.complete(Optional.of(whole.job()));
                }
            }
            case JobNews.Ended ended -> end.complete(Optional.of(ended.job()));
            case JobNews.Lost _ -> end.complete(Optional.empty());
            case JobNews.Standing _,
                    JobNews.Started _,
                    JobNews.Progressed _,
                    JobNews.Made _,
                    JobNews.Glimpsed _,
                    JobNews.Over _ -> {}
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
