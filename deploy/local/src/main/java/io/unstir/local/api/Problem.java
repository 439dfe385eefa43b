package io.unstir.local.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.unstir.local.json.Json;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An RFC 9457 problem document as received. */
public record Problem(int status, Map<String, Object> document) {
    private static final int TOO_MANY_REQUESTS = 429;

    static Problem of(int status, byte[] body) {
        try {
            return new Problem(status, Json.read(new String(body, UTF_8)));
        } catch (IOException | RuntimeException e) {
            return new Problem(status, new LinkedHashMap<>(Map.of("title", title(status), "status", status)));
        }
    }

    /** Of a request with a body that was refused so, the connection does not hand the answer on. */
    private static String title(int status) {
        return status == HttpURLConnection.HTTP_UNAUTHORIZED
                ? "The gateway asks for an API key that it knows; set UNSTIR_API_KEY (HTTP 401)"
                : "HTTP status " + status;
    }

    /** Whether the same request may be taken in a moment. */
    public boolean isForNow() {
        return status == TOO_MANY_REQUESTS || status == HttpURLConnection.HTTP_UNAVAILABLE;
    }

    public boolean isNotFound() {
        return status == HttpURLConnection.HTTP_NOT_FOUND;
    }

    /** Whether what was named is not there, or not such that this can be done with it. */
    public boolean isOfTheNamed() {
        return isNotFound() || status == HttpURLConnection.HTTP_CONFLICT;
    }

    /** For people: what is wrong, then each field on a line; the detail only where no field says it. */
    String text() {
        var text = new StringBuilder(Json.text(document, "title").orElse("HTTP status " + status));
        List<Map<String, Object>> errors = Json.objects(document, "errors");
        if (errors.isEmpty()) {
            Json.text(document, "detail").ifPresent(detail -> text.append(": ").append(detail));
        }
        Json.text(document, "code").ifPresent(code -> text.append(" (")
                .append(code)
                .append(", HTTP ")
                .append(status)
                .append(")"));
        errors.forEach(error -> text.append("\n  ").append(line(error)));
        return text.toString();
    }

    private static String line(Map<String, Object> error) {
        String field = Json.text(error, "field").orElse("request");
        String message = Json.text(error, "message").orElse("is refused");
        var line = new StringBuilder(message.startsWith(field) ? message : field + ": " + message);
        Json.text(error, "value")
                .ifPresent(value -> line.append("; given: ").append(value.isEmpty() ? "nothing" : value));
        Json.text(error, "limit").filter(limit -> !message.contains(limit)).ifPresent(limit -> line.append("; limit: ")
                .append(limit));
        return line.toString();
    }
}
