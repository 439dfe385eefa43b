package io.unstir.local.api;

import io.unstir.local.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job as the gateway tells it.
 *
 * @param progress from 0 to 1
 * @param error what failed, where it did
 */
public record Job(
        String id, String status, Optional<String> model, double progress, List<Image> images, Optional<String> error) {

    /** One finished image. */
    public record Image(int index, String sha256, String url, long seed) {}

    static Job of(Map<String, Object> document) {
        return new Job(
                Json.text(document, "id").orElseThrow(),
                Json.text(document, "status").orElse("queued"),
                Json.text(document, "model"),
                Json.object(document, "progress")
                        .flatMap(progress -> Json.number(progress, "value"))
                        .map(Number::doubleValue)
                        .orElse(0.0),
                Json.objects(document, "images").stream().map(Job::image).toList(),
                Errors.text(document));
    }

    public boolean isDone() {
        return switch (status) {
            case "succeeded", "failed", "canceled" -> true;
            default -> false;
        };
    }

    public boolean hasSucceeded() {
        return status.equals("succeeded");
    }

    public boolean isCanceled() {
        return status.equals("canceled");
    }

    private static Image image(Map<String, Object> document) {
        String sha256 = Json.text(document, "sha256").orElseThrow();
        return new Image(
                Json.number(document, "index").map(Number::intValue).orElse(0),
                sha256,
                Json.text(document, "url").orElse("/v1/images/" + sha256),
                Json.number(document, "seed").map(Number::longValue).orElse(0L));
    }
}
