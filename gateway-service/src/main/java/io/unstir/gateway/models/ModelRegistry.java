package io.unstir.gateway.models;

import static java.util.stream.Collectors.joining;

import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.PrintableText;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import jakarta.inject.Singleton;
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

    /** {@code emoji@1}, or {@code emoji} or {@code emoji@latest} for its newest version; an unknown one ends the request. */
    public Model resolve(String name) {
        Models models = models();
        return models.resolve(name)
                .orElseThrow(() -> new ProblemException(ProblemCode.UNKNOWN_MODEL, absent("model", name, models)));
    }

    Models models() {
        return current.get()
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.REGISTRY_UNAVAILABLE, "The models are not known yet; send the request again"));
    }

    /** Why there is no such model. */
    static FieldError absent(String field, String name, Models models) {
        String known = models.published().isEmpty()
                ? "none is published yet"
                : models.published().reversed().stream().map(Model::id).collect(joining(", "));
        String why = Optional.ofNullable(models.retired().get(name))
                .map(reason -> "The model \"%s\" was retired%s"
                        .formatted(PrintableText.of(name), reason.isEmpty() ? "" : ": " + PrintableText.of(reason)))
                .orElseGet(() -> "There is no model \"%s\"".formatted(PrintableText.of(name)));
        return new FieldError(field, name, known, "%s; known: %s".formatted(why, known));
    }
}
