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

/** Waits for jobs to end, by the events that the gateway reads anyway. */
@Singleton
class JobWaiting {
    private final JobWatches watches;
    private final JobReader jobs;

    JobWaiting(JobWatches watches, JobReader jobs) {
        this.watches = watches;
        this.jobs = jobs;
    }

    /** The job at its end, or as it stands when patience is. Empty where nobody knows it. */
    Optional<Job> await(String tenant, SubmissionId id, Duration patience) {
        var end = new CompletableFuture<Job>();
        var leave = watches.watch(tenant, id, Optional.empty(), news -> tell(news, end));
        if (leave.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(end.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return jobs.find(tenant, id).map(KnownJob::job);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return jobs.find(tenant, id).map(KnownJob::job);
        } finally {
            leave.get().run();
        }
    }

    /** Of a job that is accepted already: that it cannot be followed now is no reason to refuse it. */
    Job awaitAccepted(String tenant, Job accepted, Duration patience) {
        try {
            return SubmissionId.parse(accepted.id())
                    .flatMap(id -> await(tenant, id, patience))
                    .orElse(accepted);
        } catch (ProblemException e) {
            return accepted;
        }
    }

    private static void tell(JobNews news, CompletableFuture<Job> end) {
        switch (news) {
            case JobNews.Whole whole when whole.job().hasEnded() -> end.complete(whole.job());
            case JobNews.Ended ended -> end.complete(ended.job());
            case JobNews.Lost _ -> end.completeExceptionally(new IllegalStateException("events were missed"));
            case JobNews.Whole _,
                    JobNews.Standing _,
                    JobNews.Started _,
                    JobNews.Progressed _,
                    JobNews.Made _,
                    JobNews.Glimpsed _,
                    JobNews.Over _ -> {}
        }
    }
}
