package io.unstir.local.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.unstir.local.json.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** An RFC 9457 problem document as received. */
public record Problem(int status, Map<String, Object> document) {

    static Problem of(int status, byte[] body) {
        try {
            return new Problem(status, Json.read(new String(body, UTF_8)));
        } catch (IOException | RuntimeException e) {
            return new Problem(status, new LinkedHashMap<>(Map.of("title", "HTTP status " + status, "status", status)));
        }
    }

    /** For people: what is wrong, then each field on a line. */
    String text() {
        var text = new StringBuilder(Json.text(document, "title").orElse("HTTP status " + status));
        Json.text(document, "detail").ifPresent(detail -> text.append(": ").append(detail));
        Json.text(document, "code").ifPresent(code -> text.append(" (")
                .append(code)
                .append(", HTTP ")
                .append(status)
                .append(")"));
        for (Map<String, Object> error : Json.objects(document, "errors")) {
            text.append("\n  ").append(Json.text(error, "field").orElse("request"));
            Json.text(error, "message").ifPresent(message -> text.append(": ").append(message));
            Json.text(error, "value")
                    .ifPresent(value -> text.append("; given: ").append(value));
            Json.text(error, "limit")
                    .ifPresent(limit -> text.append("; limit: ").append(limit));
        }
        return text.toString();
    }
}
