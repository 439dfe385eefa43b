package io.unstir.local.command;

import io.unstir.local.api.Job;
import io.unstir.local.json.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file beside an image that says what made it, for whoever reads no PNG chunks.
 *
 * @param file of the image
 * @param job as the gateway tells it
 */
record Sidecar(Path file, Job.Image image, Map<String, Object> job) {

    /** {@code face.json} for {@code face.png}. */
    Path place() {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".json");
    }

    Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        document.put("file", file.getFileName().toString());
        document.put("sha256", image.sha256());
        document.put("lineage", "/v1/images/" + image.sha256() + "/lineage");
        document.put("job", job.get("id"));
        document.put("index", image.index());
        document.put("model", job.get("model"));
        document.put("checkpoint", job.get("checkpoint"));
        document.put("created_at", job.get("created_at"));
        document.put("parameters", Json.object(job, "input").orElse(Map.of()));
        return document;
    }
}
