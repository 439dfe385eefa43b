package io.unstir.gateway.models;

import static java.util.stream.Collectors.joining;

import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.PrintableText;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The models as last read from the topic; empty until it was read to its end once. */
@Singleton
public class ModelRegistry {
    private final AtomicReference<Optional<Models>> current = new AtomicReference<>(Optional.empty());

    void replace(Models models) {
        current.set(Optional.of(models));
    }

    public boolean isRead() {
        return current.get().isPresent();
    }

    /** Newest publication first. */
    List<Model> published() {
        return models().published().reversed();
    }

    /** {@code emoji@1}, or {@code emoji} for its newest version; an unknown one ends the request. */
    public Model resolve(String name) {
        Models models = models();
        return models.resolve(name).orElseThrow(() -> unknown(name, models));
    }

    private Models models() {
        return current.get()
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.REGISTRY_UNAVAILABLE, "The models are not known yet; send the request again"));
    }

    private static ProblemException unknown(String name, Models models) {
        String known = models.published().isEmpty()
                ? "none is published yet"
                : models.published().reversed().stream().map(Model::id).collect(joining(", "));
        return new ProblemException(
                ProblemCode.UNKNOWN_MODEL,
                new FieldError(
                        "model",
                        name,
                        known,
                        "There is no model \"%s\"; known: %s".formatted(PrintableText.of(name), known)));
    }
}
