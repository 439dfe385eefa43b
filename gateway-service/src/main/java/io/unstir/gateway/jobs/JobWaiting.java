package io.unstir.gateway.jobs;

import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.publish.SubmissionId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What a client that prefers to wait is told of a job. */
@Singleton
class JobWaiting {
    private final JobEnds ends;
    private final JobReader jobs;

    JobWaiting(JobEnds ends, JobReader jobs) {
        this.ends = ends;
        this.jobs = jobs;
    }

    /** The job at its end, or as it stands when patience is. Empty where nobody knows it. */
    Optional<Job> await(String tenant, SubmissionId id, Duration patience) {
        return jobs.find(tenant, id).map(KnownJob::job).flatMap(known -> ends.await(
                        tenant, known.id(), patience, new CompletableFuture<>())
                .or(() -> jobs.find(tenant, id).map(KnownJob::job)));
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
}
