package io.unstir.gateway.jobs;

import java.util.Optional;

/** A job that was accepted, whose it is, and the digest of the request it came from where that is known. */
record KnownJob(String tenant, Job job, Optional<String> requestDigest) {
    boolean isOf(JobRequest request) {
        return requestDigest.map(request.digest()::equals).orElse(true);
    }
}
