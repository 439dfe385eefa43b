package io.unstir.storage.job;

import java.util.Optional;
import java.util.regex.Pattern;

/** Where an event stands on the topic of job events. A job's events are on one partition, so their offsets order them. */
record EventPlace(int partition, long offset) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})-(\\d{1,18})");

    static Optional<EventPlace> parse(String text) {
        var matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new EventPlace(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }
}
