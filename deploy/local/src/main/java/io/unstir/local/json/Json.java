package io.unstir.local.json;

import com.fasterxml.jackson.jr.ob.JSON;
import io.unstir.local.LocalFailure;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON as plain maps, lists, strings and numbers: quick to load, and documents of other versions stay readable. */
public final class Json {
    private static final JSON COMPACT = JSON.std;
    private static final JSON PRETTY = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

    private Json() {}

    /** @throws IOException where it is no JSON object */
    public static Map<String, Object> read(String text) throws IOException {
        Map<String, Object> document = COMPACT.mapFrom(text);
        if (document == null) {
            throw new IOException("null is no JSON object");
        }
        return document;
    }

    public static String compact(Object value) {
        return write(COMPACT, value);
    }

    public static String pretty(Object value) {
        return write(PRETTY, value);
    }

    /** The object under {@code name}; empty where it is absent or null. */
    @SuppressWarnings("unchecked")
    public static Optional<Map<String, Object>> object(Map<String, Object> document, String name) {
        return document.get(name) instanceof Map<?, ?> found
                ? Optional.of((Map<String, Object>) found)
                : Optional.empty();
    }

    /** The objects in the array under {@code name}, whatever else is in it left out; empty where it is absent. */
    @SuppressWarnings("unchecked")
    public static List<Map<String, Object>> objects(Map<String, Object> document, String name) {
        List<?> found = document.get(name) instanceof List<?> list ? list : List.of();
        return found.stream()
                .filter(Map.class::isInstance)
                .map(object -> (Map<String, Object>) object)
                .toList();
    }

    /** What no answer comes without. */
    public static String required(Map<String, Object> document, String name) {
        return text(document, name)
                .orElseThrow(
                        () -> new LocalFailure("the answer lacks \"" + name + "\"; it is of no gateway of Unstir"));
    }

    public static Optional<String> text(Map<String, Object> document, String name) {
        return Optional.ofNullable(document.get(name)).map(Object::toString);
    }

    public static Optional<Number> number(Map<String, Object> document, String name) {
        return document.get(name) instanceof Number found ? Optional.of(found) : Optional.empty();
    }

    private static String write(JSON json, Object value) {
        try {
            return json.asString(value);
        } catch (IOException e) {
            throw new IllegalArgumentException("not expressible as JSON: " + e.getMessage(), e);
        }
    }
}
