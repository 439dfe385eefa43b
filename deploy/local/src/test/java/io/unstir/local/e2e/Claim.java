package io.unstir.local.e2e;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a page says comes of a command. All of its lines have to come, in their order; others may come between. What is another each time
 * (ids, digests, times, progress) has to look like what is shown, and {@code …} is anything.
 */
record Claim(String text) {
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    /** What differs, and what it may be instead, each in a group of its own. */
    private static final Pattern VARIABLE = Pattern.compile(
            "(?<any>…)|(?<uuid>" + UUID + ")|(?<digest>[0-9a-f]{64})"
                    + "|(?<time>\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z)|(?<place>id:\\d+-\\d+)|(?<cursor>\"[A-Za-z0-9_-]{60,}\")"
                    + "|(?<number>\"(?:value|steps_done|step|seed)\":\\d+(?:\\.\\d+)?)|(?<key>\"id\":\"[0-9a-f]{16}\")|(?<secret>unstir_[0-9a-f]{16}_)");

    boolean holdsFor(String output) {
        return pattern().matcher(bare(output)).find();
    }

    private Pattern pattern() {
        return Pattern.compile(
                text.lines()
                        .map(Claim::bare)
                        .filter(line -> !line.isEmpty())
                        .map(Claim::line)
                        .collect(Collectors.joining(".*?")),
                Pattern.DOTALL);
    }

    private static String line(String bare) {
        var found = VARIABLE.matcher(bare);
        var pattern = new StringBuilder();
        int done = 0;
        while (found.find()) {
            pattern.append(Pattern.quote(bare.substring(done, found.start()))).append(instead(found.group()));
            done = found.end();
        }
        return pattern.append(Pattern.quote(bare.substring(done))).toString();
    }

    private static String instead(String shown) {
        if (shown.equals("…")) {
            return ".*?";
        }
        if (shown.matches(UUID)) {
            return UUID;
        }
        if (shown.startsWith("\"") && shown.contains("\":") && !shown.endsWith("\"")) {
            return Pattern.quote(shown.substring(0, shown.indexOf(':') + 1)) + "\\d+(?:\\.\\d+)?(?:E-?\\d+)?";
        }
        // Character by character: a digit for a digit is too strict for times and places, so runs of them stand for
        // runs.
        return shown.replaceAll("[0-9a-f]{16,}", "[0-9a-f]{16,}")
                .replaceAll("^\"[A-Za-z0-9_-]{60,}\"$", "\"[A-Za-z0-9_=-]+\"")
                .replaceAll("^\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z$", "[0-9T:.-]+Z")
                .replaceAll("^id:\\d+-\\d+$", "id:[0-9]+-[0-9]+");
    }

    private static String bare(String text) {
        return text.replaceAll("\\s", "");
    }
}
