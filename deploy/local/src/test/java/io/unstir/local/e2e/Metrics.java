package io.unstir.local.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The names of metrics: those that alerts and dashboards ask for, and those that services tell. */
final class Metrics {
    private static final Pattern ASKED = Pattern.compile("\\b(unstir|disk)_[a-z_]+");

    private Metrics() {}

    /** @param file of rules or of a dashboard */
    static Set<String> asked(Path file) throws IOException {
        var names = new TreeSet<String>();
        ASKED.matcher(Files.readString(file)).results().forEach(found -> names.add(found.group()));
        return names;
    }

    /** @param page as Prometheus reads it */
    static Set<String> told(String page) {
        var names = new TreeSet<String>();
        page.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .forEach(names::add);
        return names;
    }
}
