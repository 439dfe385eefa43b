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
import io.unstir.proto.v1.Priority;
import io.unstir.proto.v1.SamplingRequest;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes images again. The new job's submission says which image it verifies, so that storage records the outcome whatever becomes of
 * this gateway and its client.
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

    /** Empty where no job of the caller's tenant made the image. @param priority empty for the first job's */
    Optional<Verification> start(Caller caller, String sha256, Optional<Priority> priority) {
        return original(caller, sha256).map(original -> {
            var request = request(original).toBuilder();
            priority.ifPresent(request::setPriority);
            var image = original.verified(sha256);
            String job = reruns.run(caller, checkpoint(original), request.build(), image);
            return Verification.of(StoredVerification.queued(image, job));
        });
    }

    /** Empty where the job was not asked for to make the image again. */
    Optional<Verification> find(Caller caller, String sha256, SubmissionId job) {
        return storage.verification(caller.tenant(), job.toString())
                .map(document -> read(document, StoredVerification.class))
                .or(() -> reruns.queued(caller, job).map(image -> StoredVerification.queued(image, job.toString())))
                .filter(stored -> stored.image().equals(sha256))
                .map(Verification::of);
    }

    /** Empty where no job of the caller's tenant made the image. */
    Optional<List<Verification>> all(Caller caller, String sha256) {
        return storage.image(caller.tenant(), sha256).map(_ -> {
            var page = storage.list("/images/%s/verifications".formatted(sha256), caller.tenant(), Map.of());
            var all = new ArrayList<Verification>();
            page.path("verifications")
                    .forEach(document -> all.add(Verification.of(read(document, StoredVerification.class))));
            return List.copyOf(all);
        });
    }

    private Optional<JobRun> original(Caller caller, String sha256) {
        return storage.image(caller.tenant(), sha256)
                .flatMap(image ->
                        storage.jobRun(caller.tenant(), image.path("job_id").asText()))
                .map(document -> read(document, JobRun.class));
    }

    private <T> T read(JsonNode document, Class<T> type) {
        try {
            return json.treeToValue(document, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("storage sent a job or verification that cannot be read", e);
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
