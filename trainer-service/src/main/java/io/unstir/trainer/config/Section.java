package io.unstir.trainer.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.unstir.trainer.config.BadConfigException.Fault;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One mapping of the YAML document, read key by key. What is wrong is collected, and a usable value is given in its place, so
 * that one reading finds every fault.
 */
final class Section {
    private static final String MISSING = "nothing";
    static final Pattern LINE = Pattern.compile("\\P{Cntrl}{1,1000}");
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+([.][0-9]*)?([eE][-+]?[0-9]{1,3})?");

    private final String prefix;
    private final JsonNode node;
    private final List<Fault> faults;
    private final Set<String> known = new HashSet<>();

    Section(String prefix, JsonNode node, List<Fault> faults) {
        this.prefix = prefix;
        this.node = node;
        this.faults = faults;
        if (!node.isMissingNode() && !node.isObject()) {
            fault("", node, "a mapping of keys to values");
        }
    }

    Section section(String key) {
        known.add(key);
        JsonNode child = node.path(key);
        return new Section(path(key) + ".", child.isNull() ? MissingNode.getInstance() : child, faults);
    }

    /** Whether the key stands there with a value; asking does not make it a known one. */
    boolean has(String key) {
        return node.hasNonNull(key);
    }

    String required(String key, Pattern pattern) {
        if (node.path(key).isMissingNode() || node.path(key).isNull()) {
            known.add(key);
            faults.add(new Fault(path(key), MISSING, "given; it has no default"));
            return "";
        }
        return text(key, "", pattern);
    }

    /** Numbers are taken as they are written: {@code version: 1} is the text "1". */
    String text(String key, String otherwise, Pattern pattern) {
        JsonNode value = value(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        boolean scalar = value.isTextual() || value.isNumber();
        if (!scalar || !pattern.matcher(value.asText()).matches()) {
            fault(key, value, "text that matches " + pattern.pattern());
            return otherwise;
        }
        return value.asText();
    }

    /** Empty where none is given or it is no path, which is a fault. */
    Optional<Path> path(String key, Path base) {
        String path = required(key, LINE);
        try {
            return Optional.of(base.resolve(path).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            fault(key, path, "a path");
            return Optional.empty();
        }
    }

    String choice(String key, String otherwise, List<String> choices) {
        JsonNode value = value(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isTextual() || !choices.contains(value.asText())) {
            fault(key, value, "one of " + String.join(", ", choices));
            return otherwise;
        }
        return value.asText();
    }

    int integer(String key, int otherwise, int least, int most) {
        return (int) integer(key, (long) otherwise, least, most);
    }

    long integer(String key, long otherwise, long least, long most) {
        JsonNode value = value(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!isInteger(value, least, most)) {
            fault(key, value, "a whole number from %d to %d".formatted(least, most));
            return otherwise;
        }
        return value.longValue();
    }

    double decimal(String key, double otherwise, double least, double most) {
        JsonNode value = value(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        double number = number(value);
        if (!(number >= least && number <= most)) {
            fault(key, value, "a number from %s to %s".formatted(least, most));
            return otherwise;
        }
        return number;
    }

    boolean flag(String key, boolean otherwise) {
        JsonNode value = value(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            fault(key, value, "true or false");
            return otherwise;
        }
        return value.booleanValue();
    }

    List<Integer> integers(String key, List<Integer> otherwise, Sizes sizes) {
        JsonNode value = value(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        var elements = new ArrayList<Integer>();
        boolean good = value.isArray() && value.size() >= sizes.fewest() && value.size() <= sizes.longest();
        for (JsonNode element : value) {
            good &= isInteger(element, sizes.least(), sizes.most());
            elements.add(element.intValue());
        }
        if (!good) {
            fault(key, value, sizes.toString());
            return otherwise;
        }
        return List.copyOf(elements);
    }

    /** What a list of whole numbers has to be. */
    record Sizes(int fewest, int longest, int least, int most) {
        @Override
        public String toString() {
            return "a list of %d to %d whole numbers from %d to %d".formatted(fewest, longest, least, most);
        }
    }

    void fault(String key, Object value, String limit) {
        faults.add(new Fault(path(key), String.valueOf(value), limit));
    }

    /** Called last: keys nobody asked for are faults. */
    void close() {
        if (node.isObject()) {
            node.fieldNames().forEachRemaining(name -> {
                if (!known.contains(name)) {
                    fault(
                            name,
                            node.get(name),
                            "left out; known keys here: "
                                    + known.stream().sorted().toList());
                }
            });
        }
    }

    private JsonNode value(String key) {
        known.add(key);
        JsonNode value = node.path(key);
        return value.isNull() ? MissingNode.getInstance() : value;
    }

    /** YAML 1.1 takes 1e-3, without a point, for text; everybody else takes it for a number. */
    private static double number(JsonNode value) {
        boolean number = value.isNumber() || NUMBER.matcher(value.asText()).matches();
        return number ? Double.parseDouble(value.asText()) : Double.NaN;
    }

    private static boolean isInteger(JsonNode value, long least, long most) {
        return value.isIntegralNumber()
                && value.canConvertToLong()
                && value.longValue() >= least
                && value.longValue() <= most;
    }

    private String path(String key) {
        String path = prefix + key;
        return path.endsWith(".") ? path.substring(0, path.length() - 1) : path;
    }
}
