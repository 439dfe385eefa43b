package io.unstir.trainer.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A command line of {@code --name value} pairs; a name may come several times. */
record Arguments(Map<String, List<String>> values) {
    /** What is wrong with a command line, in words for whoever typed it. */
    static final class BadUsage extends Exception {
        private static final long serialVersionUID = 1;

        BadUsage(String message) {
            super(message);
        }
    }

    static Arguments read(Set<String> known, String... words) throws BadUsage {
        var values = new LinkedHashMap<String, List<String>>();
        for (int i = 0; i < words.length; i += 2) {
            if (!known.contains(words[i])) {
                throw new BadUsage(words[i] + " is none of "
                        + String.join(", ", known.stream().sorted().toList()));
            }
            if (i + 1 == words.length) {
                throw new BadUsage(words[i] + " needs a value");
            }
            values.computeIfAbsent(words[i], _ -> new ArrayList<>()).add(words[i + 1]);
        }
        return new Arguments(values);
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    Optional<String> one(String name) throws BadUsage {
        if (all(name).size() > 1) {
            throw new BadUsage(name + " must be given once (got " + all(name).size() + ")");
        }
        return all(name).stream().findFirst();
    }

    String required(String name) throws BadUsage {
        return one(name).orElseThrow(() -> new BadUsage(name + " must be given"));
    }

    long number(String name, long least, long most) throws BadUsage {
        String text = required(name);
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new BadUsage("%s must be a whole number from %d to %d (got %s)".formatted(name, least, most, text));
    }
}
