package io.unstir.gateway.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The preference {@code wait} of RFC 7240: how many seconds a client would rather wait for the end than hear of the beginning.
 * What is no such preference is passed over, as the RFC has it.
 */
record Prefer(Duration patience) {
    static final String HEADER = "Prefer";
    static final String APPLIED = "Preference-Applied";

    private static final int MOST_SECONDS = 60;
    private static final Pattern WAIT =
            Pattern.compile("(?i)(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(?=$|[,;])");

    /** The first one counts. */
    static Optional<Prefer> waiting(List<String> headers) {
        var matcher = WAIT.matcher(String.join(",", headers));
        return matcher.find()
                ? Optional.of(
                        new Prefer(Duration.ofSeconds(Math.min(MOST_SECONDS, Integer.parseInt(matcher.group(1))))))
                : Optional.empty();
    }

    String applied() {
        return "wait=" + patience.toSeconds();
    }
}
