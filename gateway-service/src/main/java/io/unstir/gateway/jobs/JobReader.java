package io.unstir.gateway.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.publish.RecentSubmissions;
import io.unstir.gateway.publish.SubmissionId;
import io.unstir.gateway.storage.StorageClient;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Finds jobs: as storage knows them, or as they were accepted while storage has not read them yet. */
@Singleton
class JobReader {
    private final StorageClient storage;
    private final ObjectMapper json;
    private final RecentSubmissions<KnownJob> recent;

    JobReader(StorageClient storage, ObjectMapper json, GatewayConfig config) {
        this.storage = storage;
        this.json = json;
        this.recent = new RecentSubmissions<>(config.gateway().recentSubmissions());
    }

    Optional<KnownJob> find(String tenant, SubmissionId id) {
        return storage.job(tenant, id.toString())
                .map(document -> known(tenant, document))
                .or(() -> findRecent(tenant, id));
    }

    Optional<KnownJob> findRecent(String tenant, SubmissionId id) {
        return recent.find(id.toString()).filter(job -> job.tenant().equals(tenant));
    }

    /** Only for jobs the broker has acknowledged. */
    void remember(KnownJob job) {
        recent.add(job.job().id(), job);
    }

    private KnownJob known(String tenant, JsonNode document) {
        return new KnownJob(
                tenant,
                read(document),
                Optional.ofNullable(document.get("request_digest")).map(JsonNode::textValue));
    }

    /** A job as storage sends it. */
    Job read(JsonNode document) {
        try {
            return json.treeToValue(document, Job.class).withUrls();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("storage sent a job that cannot be read", e);
        }
    }
}
