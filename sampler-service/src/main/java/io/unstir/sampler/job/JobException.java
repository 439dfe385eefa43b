package io.unstir.sampler.job;

import io.unstir.proto.v1.JobError;

/** The job can't be done, here or elsewhere, now or later. The message is for its owner. */
public final class JobException extends RuntimeException {
    private final JobErrorCode code;

    public JobException(JobErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public JobException(JobErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public JobErrorCode code() {
        return code;
    }

    public JobError toError() {
        return JobError.newBuilder()
                .setCode(code.code())
                .setMessage(getMessage())
                .build();
    }
}
