package io.unstir.local.api;

import io.unstir.local.json.Json;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A training as the gateway tells it.
 *
 * @param document as received
 */
public record Training(Map<String, Object> document) {

    static Training of(Map<String, Object> document) {
        return new Training(document);
    }

    public String id() {
        return Json.required(document, "id");
    }

    public String status() {
        return Json.text(document, "status").orElse("queued");
    }

    public long step() {
        return Json.number(document, "step").map(Number::longValue).orElse(0L);
    }

    public long totalSteps() {
        return Json.number(document, "total_steps").map(Number::longValue).orElse(0L);
    }

    public OptionalDouble loss() {
        return number("loss");
    }

    public OptionalDouble imagesPerSecond() {
        return number("images_per_second");
    }

    public boolean isDone() {
        return switch (status()) {
            case "succeeded", "failed", "canceled" -> true;
            default -> false;
        };
    }

    public boolean hasSucceeded() {
        return status().equals("succeeded");
    }

    /** The model it published, as {@code model@version}. */
    public Optional<String> model() {
        return Json.object(document, "checkpoint")
                .map(checkpoint -> Json.text(checkpoint, "model").orElse("?") + "@"
                        + Json.text(checkpoint, "version").orElse("?"));
    }

    public Optional<String> error() {
        return Errors.text(document);
    }

    private OptionalDouble number(String name) {
        return Json.number(document, name)
                .map(number -> OptionalDouble.of(number.doubleValue()))
                .orElse(OptionalDouble.empty());
    }
}
