package io.unstir.gateway.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.unstir.gateway.storage.StorageClient;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Jobs as clients see them, for whoever tells of them elsewhere. */
@Singleton
public class JobDocuments {
    private final StorageClient storage;
    private final StoredJobs jobs;
    private final ObjectMapper json;

    JobDocuments(StorageClient storage, StoredJobs jobs, ObjectMapper json) {
        this.storage = storage;
        this.jobs = jobs;
        this.json = json;
    }

    /** As storage has it; empty while storage has not read its submission. */
    public Optional<JsonNode> find(String tenant, String id) {
        return storage.job(tenant, id).map(document -> json.valueToTree(jobs.read(document)));
    }
}
