package io.unstir.local;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** How far something is: a bar drawn over itself on a terminal, a line now and then elsewhere. */
public final class Progress {
    private static final int WIDTH = 30;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
    private static final String CLEAR_LINE = "\r\033[K";

    private final Console console;
    private final Instant begin = Instant.now();
    private Instant lastLine = Instant.now();
    private String lastText = "";

    public Progress(Console console) {
        this.console = console;
    }

    /**
     * @param fraction from 0 to 1
     * @param details such as a rate, after the bar
     */
    public void show(double fraction, String details) {
        String text = String.format(
                Locale.ROOT,
                "%3.0f %%  %s%s",
                fraction * 100,
                details,
                remaining(fraction).map(left -> "  " + left + " left").orElse(""));
        if (console.live()) {
            console.err().print(CLEAR_LINE + bar(fraction) + " " + text);
            console.err().flush();
        } else if (!text.equals(lastText)
                && Duration.between(lastLine, Instant.now()).compareTo(BETWEEN_LINES) >= 0) {
            console.note(text);
            lastLine = Instant.now();
            lastText = text;
        }
    }

    /** Takes the bar away. */
    public void end() {
        if (console.live()) {
            console.err().print(CLEAR_LINE);
            console.err().flush();
        }
    }

    public Duration elapsed() {
        return Duration.between(begin, Instant.now());
    }

    private Optional<String> remaining(double fraction) {
        if (fraction < 0.02 || fraction >= 1) {
            return Optional.empty();
        }
        long seconds = Math.round(elapsed().toMillis() / 1e3 * (1 - fraction) / fraction);
        return Optional.of(seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s");
    }

    private static String bar(double fraction) {
        int full = (int) Math.round(Math.clamp(fraction, 0, 1) * WIDTH);
        return "[" + "█".repeat(full) + "·".repeat(WIDTH - full) + "]";
    }
}
