package io.unstir.gateway.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The fields of a JSON object, read one by one against their limits. What is wrong is collected, so that a client learns
 * all of it at once; a field that is wrong reads as absent, and so does a field that is null.
 */
public final class Fields {
    private final ObjectNode object;
    private final String prefix;
    private final List<FieldError> errors;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<Fields> nested = new ArrayList<>();

    Fields(ObjectNode object) {
        this(object, "", new ArrayList<>());
    }

    private Fields(ObjectNode object, String prefix, List<FieldError> errors) {
        this.object = object;
        this.prefix = prefix;
        this.errors = errors;
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
        complaint.ifPresent(message ->
                errors.add(new FieldError(name(field), text, limit.toString(), name(field) + " " + message)));
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

    /** A number above {@code min}, at most {@code max}. */
    public Optional<Double> numberAbove(String field, double min, double max) {
        Optional<JsonNode> value = given(field);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        JsonNode number = value.get();
        boolean fits = number.isNumber() && number.doubleValue() > min && number.doubleValue() <= max;
        return fits
                ? Optional.of(number.doubleValue())
                : wrong(field, number, "a number above %s, at most %s".formatted(min, max));
    }

    /** @param limit what the pattern means, after "must be" */
    public Optional<String> matching(String field, Pattern pattern, String limit) {
        Optional<JsonNode> value = given(field);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        boolean fits = value.get().isTextual()
                && pattern.matcher(value.get().textValue()).matches();
        return fits ? Optional.of(value.get().textValue()) : wrong(field, value.get(), limit);
    }

    /** The fields of an object within this one; what is wrong with them is told with the rest, as {@code field.inner}. */
    public Optional<Fields> object(String field) {
        Optional<JsonNode> value = given(field);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (!(value.get() instanceof ObjectNode inner)) {
            return wrong(field, value.get(), "a JSON object");
        }
        var fields = new Fields(inner, name(field) + ".", errors);
        nested.add(fields);
        return Optional.of(fields);
    }

    /** The objects in an array of this one; what is wrong with them is told with the rest, as {@code field[3].inner}. */
    public List<Fields> objects(String field, int min, int max) {
        String limit = "an array of %d to %d JSON objects".formatted(min, max);
        Optional<JsonNode> value = given(field);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof ArrayNode array) || array.size() < min || array.size() > max) {
            String sent = value.get() instanceof ArrayNode array ? array.size() + " of them" : text(value.get());
            errors.add(new FieldError(name(field), sent, limit, "%s must be %s".formatted(name(field), limit)));
            return List.of();
        }
        var objects = new ArrayList<Fields>();
        for (int i = 0; i < array.size(); i++) {
            String element = "%s[%d]".formatted(name(field), i);
            if (array.get(i) instanceof ObjectNode inner) {
                objects.add(new Fields(inner, element + ".", errors));
            } else {
                errors.add(new FieldError(
                        element, text(array.get(i)), "a JSON object", element + " must be a JSON object"));
            }
        }
        nested.addAll(objects);
        return objects;
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

    /** A switch that stands one way only. */
    public void constant(String field, boolean only, String limit) {
        Optional<JsonNode> value = given(field);
        if (value.isPresent() && !(value.get().isBoolean() && value.get().booleanValue() == only)) {
            wrong(field, value.get(), limit);
        }
    }

    /** A list of one or more of the choices. */
    public Optional<List<String>> choices(String field, List<String> choices) {
        Optional<JsonNode> value = given(field);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        var chosen = new ArrayList<String>();
        value.get().forEach(choice -> chosen.add(choice.textValue()));
        boolean fits = value.get().isArray()
                && !chosen.isEmpty()
                && chosen.stream().allMatch(choice -> choice != null && choices.contains(choice));
        return fits
                ? Optional.of(List.copyOf(chosen))
                : wrong(field, value.get(), "a list of one or more of " + String.join(", ", choices));
    }

    /** Complains where the client gave nothing. */
    public Fields require(String field, String limit) {
        if (given(field).isEmpty()) {
            errors.add(new FieldError(name(field), null, limit, name(field) + " is missing"));
        }
        return this;
    }

    /** Whether the client gave any of them, be it right or wrong. */
    public boolean gives(String... names) {
        return Stream.of(names).anyMatch(field -> given(field).isPresent());
    }

    /** Complains where {@code field} is given without the other one, which is what it is about. */
    public void requireTogether(String field, String other) {
        if (gives(field) && !gives(other)) {
            complain(field, "given together with " + name(other), "%s needs %s".formatted(name(field), name(other)));
        }
    }

    /** Of a field that was given: what is wrong with it and can only be seen beside others. */
    public void complain(String field, String limit, String message) {
        String value = given(field).map(Fields::text).orElse(null);
        errors.add(new FieldError(name(field), value, limit, message));
    }

    /** Ends the request where anything was wrong, counting each field that was never asked for. */
    public void end() {
        complainOfUnknown();
        ProblemException.throwIfAny(ProblemCode.INVALID_REQUEST, errors);
    }

    private void complainOfUnknown() {
        object.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                String limit = "the fields " + String.join(", ", known);
                errors.add(new FieldError(name(field), text(object.get(field)), limit, "this field is not known here"));
            }
        });
        nested.forEach(Fields::complainOfUnknown);
    }

    private String name(String field) {
        return prefix + field;
    }

    private Optional<JsonNode> given(String field) {
        known.add(field);
        return Optional.ofNullable(object.get(field)).filter(value -> !value.isNull());
    }

    private <T> Optional<T> wrong(String field, JsonNode value, String limit) {
        errors.add(new FieldError(name(field), text(value), limit, "%s must be %s".formatted(name(field), limit)));
        return Optional.empty();
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }
}
