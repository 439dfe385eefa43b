package io.unstir.local.api;

import io.unstir.local.json.Json;
import java.util.List;
import java.util.Map;

/**
 * Images at random.
 *
 * @param seed with which the same store gives the same ones
 * @param images their digests
 */
public record ImageSample(long seed, List<String> images) {

    static ImageSample of(Map<String, Object> document) {
        List<?> images = document.get("images") instanceof List<?> found ? found : List.of();
        return new ImageSample(
                Json.number(document, "seed").map(Number::longValue).orElse(0L),
                images.stream().map(String::valueOf).toList());
    }
}
