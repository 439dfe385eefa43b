package io.unstir.sampler.job;

import com.google.protobuf.InvalidProtocolBufferException;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.SamplingRequest;
import java.util.regex.Pattern;

/**
 * A job as it was taken from the topic.
 *
 * @param attempt delivery count, from 1
 */
public record Job(JobSubmitted submitted, int attempt) {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** @throws JobException when the bytes are no job */
    public static Job parse(byte[] value, int attempt) {
        try {
            var submitted = JobSubmitted.parseFrom(value);
            require(isId(submitted.getJobId()), "job_id must be a UUID in its canonical form");
            require(
                    submitted.hasRequest() && submitted.getRequest().hasSolver(),
                    "request and request.solver must be set");
            require(
                    SHA256.matcher(submitted.getCheckpoint().getDigest()).matches(),
                    "checkpoint.digest must be a SHA-256 in lower-case hex");
            return new Job(submitted, attempt);
        } catch (InvalidProtocolBufferException e) {
            throw new JobException(JobErrorCode.MALFORMED_JOB, "the record's value is no JobSubmitted message", e);
        }
    }

    /** Whether a text can be a job's id. */
    public static boolean isId(String text) {
        return UUID.matcher(text).matches();
    }

    public String id() {
        return submitted.getJobId();
    }

    public String checkpoint() {
        return submitted.getCheckpoint().getDigest();
    }

    public SamplingRequest request() {
        return submitted.getRequest();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new JobException(JobErrorCode.MALFORMED_JOB, message);
        }
    }
}
