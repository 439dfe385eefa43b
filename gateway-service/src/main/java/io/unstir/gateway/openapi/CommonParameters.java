package io.unstir.gateway.openapi;

import static java.util.Map.entry;

import java.util.Map;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Says in the API's document what parameters are that mean the same wherever they stand. */
final class CommonParameters {
    private static final String ID = "01932f5e-8c5a-7c3e-9a51-3f1f5d1c2b4a";

    /** By name; an {@code id} is what the path up to it says. */
    private static final Map<String, Meaning> MEANINGS = Map.ofEntries(
            entry("sha256", new Meaning("SHA-256 of the image, hex", "5f0c".repeat(16))),
            entry("job", new Meaning("The id of a job that makes the image again", ID)),
            entry("/v1/jobs/{id}", new Meaning("The job's id", ID)),
            entry("/v1/trainings/{id}", new Meaning("The training's id", ID)),
            entry(
                    "/v1/models/{id}",
                    new Meaning("A version such as emoji@1, or emoji or emoji@latest for the newest", "emoji@1")),
            entry("/v1/keys/{id}", new Meaning("The key's public part", "0123456789abcdef")),
            entry(
                    "/v1/parked/{id}",
                    new Meaning("The parked job's id, or topic:partition:offset where it is not known", ID)),
            entry("limit", new Meaning("How many, at most 100", "20")),
            entry("cursor", new Meaning("The next_cursor of the page before", "MTc4MDAwMDAwMCBh")),
            entry("model", new Meaning("Only of this model: its id, or its name for all versions", "emoji@1")),
            entry(
                    "Idempotency-Key",
                    new Meaning(
                            "1 to 255 visible ASCII characters: sent again, the same request is the same job; another one "
                                    + "is 422",
                            "order-17")),
            entry(
                    "Last-Event-ID",
                    new Meaning("The id of the last event the client had; an EventSource sends it by itself", "42")),
            entry("Prefer", new Meaning("wait=N: rather wait up to N seconds, at most 60, for the end", "wait=10")));

    private record Meaning(String description, String example) {}

    private CommonParameters() {}

    static void describeIn(OpenAPI document) {
        document.getPaths().getPathItems().forEach(CommonParameters::describe);
    }

    private static void describe(String path, PathItem item) {
        for (var operation : item.getOperations().values()) {
            if (operation.getParameters() != null) {
                operation.getParameters().stream()
                        .filter(parameter -> parameter.getDescription() == null)
                        .forEach(parameter -> describe(path, parameter));
            }
        }
    }

    private static void describe(String path, Parameter parameter) {
        String upToIt = path.substring(0, path.indexOf('}') + 1);
        var meaning = MEANINGS.getOrDefault(parameter.getName(), MEANINGS.get(upToIt));
        if (meaning != null) {
            parameter.setDescription(meaning.description());
            parameter.setExample(meaning.example());
        }
    }
}
