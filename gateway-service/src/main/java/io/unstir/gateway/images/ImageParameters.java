package io.unstir.gateway.images;

import com.fasterxml.jackson.databind.JsonNode;
import io.unstir.gateway.storage.StorageClient;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an image was made with, as texts that travel in a copy of its file. */
@Singleton
class ImageParameters {
    private final StorageClient storage;

    ImageParameters(StorageClient storage) {
        this.storage = storage;
    }

    /** Every setting of the image's job under its name in the API. */
    Map<String, String> of(String tenant, String sha256, JsonNode image) {
        var texts = new LinkedHashMap<String, String>();
        texts.put("Software", "Unstir");
        storage.job(tenant, image.path("job_id").asText()).ifPresent(job -> {
            put(texts, "model", job.path("model"));
            put(texts, "checkpoint", job.path("checkpoint"));
            job.path("input").properties().forEach(setting -> put(texts, setting.getKey(), setting.getValue()));
        });
        put(texts, "image_index", image.path("index"));
        texts.put("sha256", sha256);
        texts.put("lineage", "/v1/images/%s/lineage".formatted(sha256));
        return texts;
    }

    private static void put(Map<String, String> texts, String name, JsonNode value) {
        String text = value.isContainerNode() ? value.toString() : value.asText();
        if (!text.isEmpty()) {
            texts.put(name, text);
        }
    }
}
