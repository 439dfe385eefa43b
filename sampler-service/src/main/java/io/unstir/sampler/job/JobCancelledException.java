package io.unstir.sampler.job;

/** Somebody asked that the job be not done. The message is the reason that was given. */
public final class JobCancelledException extends RuntimeException {
    JobCancelledException(String reason) {
        super(reason);
    }
}
