package io.unstir.gateway.jobs;

import com.google.protobuf.Timestamp;
import io.unstir.gateway.models.Model;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.publish.SubmissionId;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.SamplingRequest;
import io.unstir.proto.v1.SolverSettings;
import java.time.Instant;
import java.util.List;

/** A request with nothing left open: the checkpoint resolved, the model's defaults filled in, the seed drawn. */
record JobDraft(SubmissionId id, String tenant, Instant createdAt, Model model, Job.Input input, String requestDigest) {
    private static final String FALLBACK_SOLVER = "ddim";
    private static final int FALLBACK_STEPS = 50;
    private static final String FALLBACK_SPACING = "leading";

    static JobDraft of(JobRequest request, SubmissionId id, String tenant, Instant createdAt, Model model) {
        var defaults = model.manifest().getDefaults();
        int steps = request.steps().orElse(defaults.getSteps() > 0 ? defaults.getSteps() : FALLBACK_STEPS);
        requireTrained(steps, model);
        var input = new Job.Input(
                request.prompt(),
                request.negativePrompt().orElse(""),
                request.n().orElse(1),
                request.seed().orElse(id.seed()),
                steps,
                request.solver().orElse(orElse(defaults.getSolver(), FALLBACK_SOLVER)),
                request.guidanceScale().orElse(Math.max(1, defaults.getGuidanceScale())),
                request.eta().orElse(0.0));
        return new JobDraft(id, tenant, createdAt, model, input, request.digest());
    }

    JobSubmitted event() {
        return JobSubmitted.newBuilder()
                .setJobId(id.toString())
                .setTenant(tenant)
                .setSubmittedAt(Timestamp.newBuilder()
                        .setSeconds(createdAt.getEpochSecond())
                        .setNanos(createdAt.getNano()))
                .setCheckpoint(model.checkpoint())
                .setRequest(SamplingRequest.newBuilder()
                        .setPrompt(input.prompt())
                        .setNegativePrompt(input.negativePrompt())
                        .setSeed(input.seed())
                        .setImageCount(input.n())
                        .setGuidanceScale(input.guidanceScale())
                        .setSolver(SolverSettings.newBuilder()
                                .setName(input.solver())
                                .setSteps(input.steps())
                                .setEta(input.eta())
                                .setTimestepSpacing(
                                        orElse(model.manifest().getDefaults().getTimestepSpacing(), FALLBACK_SPACING))))
                .setRequestDigest(requestDigest)
                .build();
    }

    Job queued() {
        return new Job(
                        id.toString(),
                        "queued",
                        model.id(),
                        model.digest(),
                        input,
                        new Job.Progress(0, 0, input.n() * input.steps()),
                        List.of(),
                        null,
                        createdAt,
                        null,
                        null,
                        null)
                .withUrls();
    }

    private static void requireTrained(int steps, Model model) {
        int trained = model.trainingSteps();
        if (trained > 0 && steps > trained) {
            throw new ProblemException(
                    ProblemCode.INVALID_REQUEST,
                    new FieldError(
                            "steps",
                            Integer.toString(steps),
                            "a whole number from 1 to " + trained,
                            "steps must be at most %d, the training steps of %s".formatted(trained, model.id())));
        }
    }

    private static String orElse(String value, String fallback) {
        return value.isEmpty() ? fallback : value;
    }
}
