package io.unstir.gateway.jobs;

import io.unstir.proto.Moment;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.VerifiedImage;
import java.util.List;
import java.util.Optional;

/**
 * A job that was accepted, whose it is, and what else of its submission is known.
 *
 * @param requestDigest of the request it came from
 * @param verifies what it was to make again; storage tells that of older ones
 */
record KnownJob(String tenant, Job job, Optional<String> requestDigest, Optional<VerifiedImage> verifies) {
    /** A job as it was accepted. */
    static KnownJob of(JobSubmitted submitted) {
        var digest = Optional.of(submitted.getRequestDigest()).filter(text -> !text.isEmpty());
        var verifies = submitted.hasVerifies() ? Optional.of(submitted.getVerifies()) : Optional.<VerifiedImage>empty();
        return new KnownJob(submitted.getTenant(), queued(submitted), digest, verifies);
    }

    private static Job queued(JobSubmitted submitted) {
        var checkpoint = submitted.getCheckpoint();
        var request = submitted.getRequest();
        return new Job(
                        submitted.getJobId(),
                        "queued",
                        checkpoint.getModel() + "@" + checkpoint.getVersion(),
                        checkpoint.getDigest(),
                        JobInput.of(request),
                        new Job.Progress(
                                0,
                                0,
                                request.getImageCount() * request.getSolver().getSteps()),
                        List.of(),
                        null,
                        Moment.of(submitted.getSubmittedAt()),
                        null,
                        null,
                        null)
                .withUrls();
    }

    boolean isOf(JobRequest request) {
        return requestDigest.map(request.digest()::equals).orElse(true);
    }
}
