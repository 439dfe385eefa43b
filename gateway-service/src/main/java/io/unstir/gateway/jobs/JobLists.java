package io.unstir.gateway.jobs;

import io.unstir.gateway.body.TextLimit;
import io.unstir.gateway.list.Cursor;
import io.unstir.gateway.list.Query;
import io.unstir.gateway.storage.StorageClient;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

/** Pages of a tenant's jobs as storage has them. */
@Singleton
class JobLists {
    private static final List<String> STATUSES = List.of("queued", "processing", "succeeded", "failed", "canceled");
    private static final TextLimit TEXT = TextLimit.characters(1, 200);

    private final StorageClient storage;
    private final StoredJobs jobs;

    JobLists(StorageClient storage, StoredJobs jobs) {
        this.storage = storage;
        this.jobs = jobs;
    }

    JobList page(String tenant, Query query) {
        var filter = new LinkedHashMap<String, String>();
        query.choice("status", STATUSES).ifPresent(status -> filter.put("status", status));
        query.text("model", TEXT).ifPresent(model -> filter.put("model", model));
        query.text("prompt", TEXT).ifPresent(prompt -> filter.put("prompt", prompt));
        query.instant("created_after").ifPresent(after -> filter.put("created_after", after.toString()));
        query.instant("created_before").ifPresent(before -> filter.put("created_before", before.toString()));
        query.cursor().ifPresent(cursor -> {
            filter.put("older_than", cursor.at().toString());
            filter.put("older_than_id", cursor.id().toString());
        });
        filter.put("limit", Integer.toString(query.limit()));
        query.end();
        var page = storage.list("/jobs", tenant, filter);
        var found = new ArrayList<Job>();
        page.path("jobs").forEach(document -> found.add(jobs.read(document)));
        return new JobList(found, page.path("more").asBoolean() ? cursor(found.getLast()) : null);
    }

    private static String cursor(Job last) {
        return new Cursor(last.createdAt(), UUID.fromString(last.id()), 0).toString();
    }
}
