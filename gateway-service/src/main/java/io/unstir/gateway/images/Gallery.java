package io.unstir.gateway.images;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.unstir.gateway.body.TextLimit;
import io.unstir.gateway.list.Cursor;
import io.unstir.gateway.list.Query;
import io.unstir.gateway.storage.StorageClient;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A tenant's images, those of the newest job first. */
@Singleton
class Gallery {
    private static final TextLimit TEXT = TextLimit.characters(1, 200);

    private final StorageClient storage;
    private final ObjectMapper json;

    Gallery(StorageClient storage, ObjectMapper json) {
        this.storage = storage;
        this.json = json;
    }

    Page page(String tenant, Query query) {
        var filter = new LinkedHashMap<String, String>();
        query.text("model", TEXT).ifPresent(model -> filter.put("model", model));
        query.text("prompt", TEXT).ifPresent(prompt -> filter.put("prompt", prompt));
        query.text("from", TEXT).ifPresent(cause -> filter.put("from", cause));
        query.cursor().ifPresent(cursor -> {
            filter.put("older_than", cursor.at().toString());
            filter.put("older_than_id", cursor.id().toString());
            filter.put("older_than_index", Integer.toString(cursor.index()));
        });
        filter.put("limit", Integer.toString(query.limit()));
        query.end();
        var page = storage.list("/images", tenant, filter);
        var images = new ArrayList<Entry>();
        page.path("images").forEach(document -> images.add(read(document).withUrl()));
        return new Page(images, page.path("more").asBoolean() ? images.getLast().cursor() : null);
    }

    private Entry read(JsonNode document) {
        try {
            return json.treeToValue(document, Entry.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("storage sent an image that cannot be read", e);
        }
    }

    /** A page of images. */
    @Schema(name = "ImageList")
    record Page(
            @Schema(required = true, description = "Those of the newest job first")
            List<Entry> images,

            @Schema(nullable = true, description = "Of the page behind this one; null where this is the last")
            String nextCursor) {}

    /**
     * An image and what made it.
     *
     * @param submittedAt of its job, by which images are ordered; not shown
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "GalleryImage")
    record Entry(
            @Schema(description = "Of the PNG file") String sha256,
            @Schema(description = "Where the PNG file is") String url,

            @Schema(description = "Id of the job that made it")
            String job,

            @Schema(description = "In its job, from 0") int index,

            @Schema(examples = "a red heart") String prompt,
            @Schema(examples = "emoji@1") String model,
            @Schema(description = "In pixels") int width,
            @Schema(description = "In pixels") int height,
            @Schema(description = "The job's") long seed,
            @Schema(description = "When it was made") Instant createdAt,

            @Schema(hidden = true) @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
            Instant submittedAt) {
        Entry withUrl() {
            return new Entry(
                    sha256,
                    "/v1/images/" + sha256,
                    job,
                    index,
                    prompt,
                    model,
                    width,
                    height,
                    seed,
                    createdAt,
                    submittedAt);
        }

        String cursor() {
            return new Cursor(submittedAt, UUID.fromString(job), index).toString();
        }
    }
}
