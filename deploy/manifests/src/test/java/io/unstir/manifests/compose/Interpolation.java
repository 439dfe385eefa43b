package io.unstir.manifests.compose;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Puts variables in as {@code docker compose} does. */
record Interpolation(Map<String, String> variables) {
    private static final Pattern PLACE =
            Pattern.compile("\\$(?:(\\$)|\\{(\\w+)(?:(:?[-?])([^}]*))?}|(\\w+)|(.?))", Pattern.DOTALL);

    /** Of a YAML tree's texts; its keys stay. */
    Object expand(Object node) {
        return switch (node) {
            case String text -> expand(text);
            case List<?> list -> list.stream().map(this::expand).toList();
            case Map<?, ?> map ->
                map.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> expand(entry.getValue())));
            default -> node;
        };
    }

    String expand(String text) {
        return PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(value(place)));
    }

    private String value(java.util.regex.MatchResult place) {
        if (place.group(1) != null) {
            return "$";
        }
        if (place.group(6) != null) {
            throw new IllegalArgumentException("this is no variable: " + place.group());
        }
        String name = place.group(2) != null ? place.group(2) : place.group(5);
        String value = variables.get(name);
        String otherwise = place.group(3) == null ? "" : place.group(3);
        boolean missing = value == null || otherwise.startsWith(":") && value.isEmpty();
        if (!missing) {
            return value;
        }
        if (otherwise.endsWith("?")) {
            throw new IllegalArgumentException("%s is required: %s".formatted(name, place.group(4)));
        }
        return otherwise.endsWith("-") ? place.group(4) : "";
    }
}
