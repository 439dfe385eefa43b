package io.unstir.local.api;

import io.unstir.local.json.Json;
import java.util.Map;
import java.util.Optional;

/** The {@code error} of a job or a training: an object with code and message, or a text. */
final class Errors {
    private Errors() {}

    static Optional<String> text(Map<String, Object> document) {
        return Json.object(document, "error")
                .map(error -> Json.text(error, "message").orElse("no reason given")
                        + Json.text(error, "code")
                                .map(code -> " (" + code + ")")
                                .orElse(""))
                .or(() -> Json.text(document, "error"));
    }
}
