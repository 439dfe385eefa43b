package io.unstir.gateway.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a JSON object, read one by one against their limits. What is wrong is collected, so that a client learns
 * all of it at once; a field that is wrong reads as absent, and so does a field that is null.
 */
public final class Fields {
    private final ObjectNode object;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<FieldError> errors = new ArrayList<>();

    Fields(ObjectNode object) {
        this.object = object;
    }

    public Optional<String> text(String field, TextLimit limit) {
        Optional<JsonNode> value = given(field);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (!value.get().isTextual()) {
            return wrong(field, value.get(), limit.toString());
        }
        String text = value.get().textValue();
        Optional<String> complaint = limit.complaint(text);
        complaint.ifPresent(
                message -> errors.add(new FieldError(field, text, limit.toString(), field + " " + message)));
        return complaint.isPresent() ? Optional.empty() : Optional.of(text);
    }

    public Optional<Long> integer(String field, long min, long max) {
        String limit = "a whole number from %d to %d".formatted(min, max);
        Optional<JsonNode> value = given(field);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        JsonNode number = value.get();
        boolean fits = number.isIntegralNumber()
                && number.canConvertToLong()
                && number.longValue() >= min
                && number.longValue() <= max;
        return fits ? Optional.of(number.longValue()) : wrong(field, number, limit);
    }

    public Optional<Double> number(String field, double min, double max) {
        String limit = "a number from %s to %s".formatted(min, max);
        Optional<JsonNode> value = given(field);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        JsonNode number = value.get();
        boolean fits = number.isNumber() && number.doubleValue() >= min && number.doubleValue() <= max;
        // Adding zero makes -0.0 the same as 0.0.
        return fits ? Optional.of(number.doubleValue() + 0.0) : wrong(field, number, limit);
    }

    public Optional<String> choice(String field, List<String> choices) {
        Optional<JsonNode> value = given(field);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        boolean fits = value.get().isTextual() && choices.contains(value.get().textValue());
        return fits
                ? Optional.of(value.get().textValue())
                : wrong(field, value.get(), "one of " + String.join(", ", choices));
    }

    /** Complains where the client gave nothing. */
    public Fields require(String field, String limit) {
        if (given(field).isEmpty()) {
            errors.add(new FieldError(field, null, limit, field + " is missing"));
        }
        return this;
    }

    /** Ends the request where anything was wrong, counting each field that was never asked for. */
    public void end() {
        object.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                String limit = "the fields " + String.join(", ", known);
                errors.add(new FieldError(field, text(object.get(field)), limit, "this field is not known here"));
            }
        });
        if (errors.size() == 1) {
            throw new ProblemException(ProblemCode.INVALID_REQUEST, errors.getFirst());
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(ProblemCode.INVALID_REQUEST, errors.size() + " fields break a limit", errors);
        }
    }

    private Optional<JsonNode> given(String field) {
        known.add(field);
        return Optional.ofNullable(object.get(field)).filter(value -> !value.isNull());
    }

    private <T> Optional<T> wrong(String field, JsonNode value, String limit) {
        errors.add(new FieldError(field, text(value), limit, "%s must be %s".formatted(field, limit)));
        return Optional.empty();
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }
}
