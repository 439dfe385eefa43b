package io.unstir.gateway.jobs;

import io.unstir.proto.v1.JobSubmitted;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A job that was accepted, whose it is, and the digest of the request it came from where that is known. */
record KnownJob(String tenant, Job job, Optional<String> requestDigest) {
    /** A job as it was accepted. */
    static KnownJob of(JobSubmitted submitted) {
        var digest = Optional.of(submitted.getRequestDigest()).filter(text -> !text.isEmpty());
        return new KnownJob(submitted.getTenant(), queued(submitted), digest);
    }

    private static Job queued(JobSubmitted submitted) {
        var checkpoint = submitted.getCheckpoint();
        var request = submitted.getRequest();
        var at = submitted.getSubmittedAt();
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
                        Instant.ofEpochSecond(at.getSeconds(), at.getNanos()),
                        null,
                        null,
                        null)
                .withUrls();
    }

    boolean isOf(JobRequest request) {
        return requestDigest.map(request.digest()::equals).orElse(true);
    }
}
