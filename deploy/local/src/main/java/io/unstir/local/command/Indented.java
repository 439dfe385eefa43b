package io.unstir.local.command;

import io.unstir.local.Console;
import java.util.List;
import java.util.Map;

/** A JSON document for people: a name and its value a line, what is inside another thing further to the right. */
record Indented(Console console) {
    private static final String STEP = "  ";

    void print(Map<String, Object> document) {
        print(document, "");
    }

    private void print(Map<?, ?> document, String indent) {
        document.forEach((name, value) -> {
            switch (value) {
                case null -> {}
                case Map<?, ?> inner -> {
                    console.print(indent + name);
                    print(inner, indent + STEP);
                }
                case List<?> list -> console.print(indent + name + ": " + joined(list));
                default -> text(name + ": ", value.toString(), indent);
            }
        });
    }

    /** Text of several lines stands below its name. */
    private void text(String name, String value, String indent) {
        if (value.strip().contains("\n")) {
            console.print(indent + name.strip());
            value.strip().lines().forEach(line -> console.print(indent + STEP + line));
        } else {
            console.print(indent + name + value.strip());
        }
    }

    private static String joined(List<?> list) {
        return String.join(", ", list.stream().map(String::valueOf).toList());
    }
}
