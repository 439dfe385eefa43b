package io.unstir.sampler.job;

/** Why a job failed for good. The code stands in the event, the parked record and the log line. */
public enum JobErrorCode {
    /** The record is no job. */
    MALFORMED_JOB("malformed-job"),
    /** A setting is out of its limits, also those of the model. */
    INVALID_REQUEST("invalid-request"),
    /** No solver has that name. */
    UNKNOWN_SOLVER("unknown-solver"),
    /** The registry did not show the checkpoint in time. */
    CHECKPOINT_UNAVAILABLE("checkpoint-unavailable"),
    /** The checkpoint's files are not what a sampler can run. */
    BUNDLE_INVALID("bundle-invalid"),
    /** The model's output held values that are not finite. */
    NOT_FINITE("not-finite"),
    /** Too many samplers took the job and did not end it. */
    DELIVERY_LIMIT("delivery-limit");

    private final String code;

    JobErrorCode(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
