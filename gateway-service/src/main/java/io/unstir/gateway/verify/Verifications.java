package io.unstir.gateway.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.unstir.gateway.auth.Caller;
import io.unstir.gateway.jobs.Reruns;
import io.unstir.gateway.publish.SubmissionId;
import io.unstir.gateway.storage.StorageClient;
import io.unstir.proto.v1.CheckpointRef;
import io.unstir.proto.v1.SamplingRequest;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Makes images again. Nothing is kept of a verification but its job: any other job with the same checkpoint and the same
 * request had to make the same image, so whether it did can be read from the two.
 */
@Singleton
class Verifications {
    private final StorageClient storage;
    private final Reruns reruns;
    private final ObjectMapper json;

    Verifications(StorageClient storage, Reruns reruns, ObjectMapper json) {
        this.storage = storage;
        this.reruns = reruns;
        this.json = json;
    }

    /** Empty where no job of the caller's tenant made the image. */
    Optional<Verification> start(Caller caller, String sha256) {
        return original(caller, sha256)
                .map(original -> Verification.queued(
                        sha256, original, reruns.run(caller, checkpoint(original), request(original))));
    }

    /** Empty where the job is none that makes the image again. */
    Optional<Verification> find(Caller caller, String sha256, SubmissionId job) {
        return original(caller, sha256)
                .filter(original -> !original.id().equals(job.toString()))
                .flatMap(original -> run(caller, job.toString())
                        .filter(original::isOfTheSame)
                        .map(again -> Verification.of(sha256, original, again))
                        .or(() -> reruns.isQueued(caller, job)
                                ? Optional.of(Verification.queued(sha256, original, job.toString()))
                                : Optional.empty()));
    }

    private Optional<JobRun> original(Caller caller, String sha256) {
        return storage.image(caller.tenant(), sha256)
                .flatMap(image -> run(caller, image.path("job_id").asText()));
    }

    private Optional<JobRun> run(Caller caller, String job) {
        return storage.jobRun(caller.tenant(), job).map(this::read);
    }

    private JobRun read(JsonNode document) {
        try {
            return json.treeToValue(document, JobRun.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("storage sent a job that cannot be read", e);
        }
    }

    private static CheckpointRef checkpoint(JobRun run) {
        return CheckpointRef.newBuilder()
                .setModel(run.model())
                .setVersion(run.version())
                .setDigest(run.checkpoint())
                .build();
    }

    /** Strict: a setting that this gateway does not know would be lost, and the image another one. */
    private static SamplingRequest request(JobRun run) {
        var request = SamplingRequest.newBuilder();
        try {
            JsonFormat.parser().merge(run.request().toString(), request);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("job %s has a request that cannot be read".formatted(run.id()), e);
        }
        return request.build();
    }
}
