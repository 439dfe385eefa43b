package io.unstir.gateway.jobs;

import com.google.protobuf.Timestamp;
import io.unstir.gateway.models.Model;
import io.unstir.gateway.publish.SubmissionId;
import io.unstir.proto.v1.CanvasSize;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.SamplingDefaults;
import io.unstir.proto.v1.SamplingRequest;
import io.unstir.proto.v1.SolverSettings;
import io.unstir.proto.v1.VerifiedImage;
import io.unstir.proto.v1.Webhook;
import java.time.Instant;
import java.util.Optional;

/** A request with nothing left open: the checkpoint resolved, the model's defaults filled in, the seed drawn. */
record JobDraft(
        SubmissionId id,
        String tenant,
        Instant createdAt,
        Model model,
        SamplingRequest sampling,
        Optional<Webhook> webhook,
        String requestDigest,
        Optional<VerifiedImage> verifies) {
    private static final String FALLBACK_SOLVER = "ddim";
    private static final int FALLBACK_STEPS = 50;
    private static final String FALLBACK_SPACING = "leading";

    static JobDraft of(JobRequest request, SubmissionId id, String tenant, Instant createdAt, Model model) {
        var defaults = model.manifest().getDefaults();
        var sampling = request.settings().toBuilder()
                .setPrompt(request.prompt())
                .setNegativePrompt(request.negativePrompt().orElse(""))
                .setImageCount(request.n().orElse(1))
                .setSeed(request.seed().orElse(id.seed()))
                .setGuidanceScale(request.guidanceScale().orElse(Math.max(1, defaults.getGuidanceScale())));
        solver(sampling.getSolverBuilder(), request, defaults);
        if (sampling.hasCanvas()) {
            canvas(sampling.getCanvasBuilder(), model);
        }
        ModelLimits.require(sampling.build(), model);
        return new JobDraft(
                id, tenant, createdAt, model, sampling.build(), request.webhook(), request.digest(), Optional.empty());
    }

    private static void solver(SolverSettings.Builder solver, JobRequest request, SamplingDefaults defaults) {
        solver.setName(request.solver().orElse(orElse(defaults.getSolver(), FALLBACK_SOLVER)))
                .setSteps(request.steps().orElse(defaults.getSteps() > 0 ? defaults.getSteps() : FALLBACK_STEPS))
                .setEta(request.eta().orElse(0.0));
        if (solver.getTimestepSpacing().isEmpty()) {
            solver.setTimestepSpacing(orElse(defaults.getTimestepSpacing(), FALLBACK_SPACING));
        }
    }

    private static void canvas(CanvasSize.Builder canvas, Model model) {
        if (canvas.getWidth() == 0) {
            canvas.setWidth(model.width());
        }
        if (canvas.getHeight() == 0) {
            canvas.setHeight(model.height());
        }
    }

    JobSubmitted event() {
        var event = JobSubmitted.newBuilder()
                .setJobId(id.toString())
                .setTenant(tenant)
                .setSubmittedAt(timestamp(createdAt))
                .setCheckpoint(model.checkpoint())
                .setRequest(sampling)
                .setRequestDigest(requestDigest);
        webhook.ifPresent(event::setWebhook);
        verifies.ifPresent(event::setVerifies);
        return event.build();
    }

    static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }

    private static String orElse(String value, String fallback) {
        return value.isEmpty() ? fallback : value;
    }
}
