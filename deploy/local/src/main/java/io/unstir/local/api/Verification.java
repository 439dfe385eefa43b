package io.unstir.local.api;

import io.unstir.local.json.Json;
import java.util.Map;
import java.util.Optional;

/**
 * An image made again, and whether the bytes are the same.
 *
 * @param document as received
 */
public record Verification(Map<String, Object> document) {

    static Verification of(Map<String, Object> document) {
        return new Verification(document);
    }

    /** Digest of the image. */
    public String image() {
        return Json.required(document, "image");
    }

    /** The job that makes the image again. */
    public String job() {
        return Json.required(document, "job");
    }

    public boolean isPending() {
        return outcome().equals("pending");
    }

    /** Whether the files are known to differ, and not yet by how much. */
    public boolean isBeingCompared() {
        return outcome().equals("different")
                && document.get("largest_difference") == null
                && document.get("not_compared") == null;
    }

    /** The outcome in a sentence. */
    public String report() {
        return Json.text(document, "report").orElse("");
    }

    public boolean isEqual() {
        return outcome().equals("equal");
    }

    /** {@code pending}, {@code equal}, {@code different} or {@code inconclusive}. */
    public String outcome() {
        return Json.text(document, "outcome").orElse("pending");
    }

    public Optional<String> text(String name) {
        return Json.text(document, name);
    }

    String self() {
        return Json.required(Json.object(document, "urls").orElse(Map.of()), "self");
    }
}
