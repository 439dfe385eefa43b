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

    /** The job that makes the image again. */
    public String job() {
        return Json.text(document, "job").orElseThrow();
    }

    public boolean isPending() {
        return outcome().equals("pending");
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
        return Json.object(document, "urls")
                .flatMap(urls -> Json.text(urls, "self"))
                .orElseThrow();
    }
}
