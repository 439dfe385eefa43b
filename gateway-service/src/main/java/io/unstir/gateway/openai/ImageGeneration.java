package io.unstir.gateway.openai;

import io.unstir.gateway.auth.Caller;
import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.jobs.Job;
import io.unstir.gateway.jobs.JobCancellation;
import io.unstir.gateway.jobs.JobEnds;
import io.unstir.gateway.jobs.JobIntake;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.publish.SubmissionId;
import io.unstir.gateway.trace.LogsOf;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/** A job from its submission to its end, for a client that waits. */
@Singleton
class ImageGeneration {
    private static final Logger LOG = Logger.getLogger(ImageGeneration.class);

    private final JobIntake intake;
    private final JobEnds ends;
    private final JobCancellation cancellation;
    private final Duration patience;

    ImageGeneration(JobIntake intake, JobEnds ends, JobCancellation cancellation, GatewayConfig config) {
        this.intake = intake;
        this.ends = ends;
        this.cancellation = cancellation;
        this.patience = config.gateway().openai().patience();
    }

    /**
     * The job when it has succeeded; every other end, and none, ends the request.
     *
     * @param key under which the client will come again, where it said one: then its job goes on without it
     * @param hungUp completed when nobody waits any more
     */
    Job run(Caller caller, ImageGenerationRequest request, Optional<String> key, CompletableFuture<Void> hungUp) {
        Job accepted = accept(caller, request, key);
        Job ended = accepted.hasEnded() ? accepted : await(caller, accepted, key, hungUp);
        return switch (ended.status()) {
            case "succeeded" -> ended;
            case "failed" ->
                throw new ProblemException(
                        ProblemCode.JOB_FAILED,
                        "Job %s failed: %s (%s)"
                                .formatted(
                                        ended.id(),
                                        ended.error().message(),
                                        ended.error().code()));
            default ->
                throw new ProblemException(
                        ProblemCode.CONFLICT,
                        new FieldError(
                                "status",
                                ended.status(),
                                "a job that nobody canceled",
                                "Job %s was canceled".formatted(ended.id())));
        };
    }

    private Job accept(Caller caller, ImageGenerationRequest request, Optional<String> key) {
        try {
            return key.isPresent()
                    ? intake.accept(caller, request.job(), key.get())
                    : intake.accept(caller, request.job());
        } catch (ProblemException e) {
            throw inTheirWords(e, request);
        }
    }

    /** To OpenAI's clients a model that is not there is 404, and a size is one field. */
    private static ProblemException inTheirWords(ProblemException problem, ImageGenerationRequest request) {
        var code = problem.code() == ProblemCode.UNKNOWN_MODEL ? ProblemCode.NOT_FOUND : problem.code();
        var errors = problem.document().errors().stream()
                .map(error -> request.sized()
                                && (error.field().equals("width")
                                        || error.field().equals("height"))
                        ? new FieldError("size", error.value(), error.limit(), error.message())
                        : error)
                .toList();
        return new ProblemException(code, problem.getMessage(), errors);
    }

    private Job await(Caller caller, Job job, Optional<String> key, CompletableFuture<Void> hungUp) {
        var ended = ends.await(caller.tenant(), job.id(), patience, hungUp);
        if (hungUp.isDone() && ended.isEmpty() && key.isEmpty()) {
            try (var _ = LogsOf.job(job.id())) {
                LOG.infof("client left, its job is canceled jobId=%s", job.id());
            }
            SubmissionId.parse(job.id()).ifPresent(id -> cancellation.request(caller.tenant(), id));
        }
        return ended.orElseThrow(() -> new ProblemException(
                ProblemCode.JOB_UNFINISHED,
                "Job %s is not done after %d s and goes on; GET %s tells how it stands"
                        .formatted(job.id(), patience.toSeconds(), Job.path(job.id()))));
    }
}
