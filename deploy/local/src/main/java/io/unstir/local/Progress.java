package io.unstir.local;

import io.unstir.local.terminal.LiveRegion;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** How far something is: a bar drawn over itself on a terminal, a line now and then elsewhere. */
public final class Progress {
    private static final int WIDTH = 30;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final Console console;
    private final Optional<LiveRegion> region;
    private final Instant begin = Instant.now();
    private double beginFraction = Double.NaN;
    private Instant lastLine = Instant.now();
    private String lastText = "";

    public Progress(Console console) {
        this.console = console;
        this.region = console.live() ? Optional.of(new LiveRegion(console)) : Optional.empty();
    }

    /** Where it is drawn, with room for pictures above; only on a terminal. */
    public Optional<LiveRegion> region() {
        return region;
    }

    /**
     * @param fraction from 0 to 1
     * @param details such as a rate, after the bar
     */
    public void show(double fraction, String details) {
        if (Double.isNaN(beginFraction)) {
            beginFraction = fraction;
        }
        String text = String.format(
                Locale.ROOT,
                "%3.0f %%  %s%s",
                fraction * 100,
                details,
                remaining(fraction).map(left -> "  " + left + " left").orElse(""));
        if (region.isPresent()) {
            region.get().line(bar(fraction) + " " + text);
        } else if (!text.equals(lastText)
                && Duration.between(lastLine, Instant.now()).compareTo(BETWEEN_LINES) >= 0) {
            console.note(text);
            lastLine = Instant.now();
            lastText = text;
        }
    }

    /** Takes the bar away. */
    public void end() {
        region.ifPresent(LiveRegion::keep);
    }

    /** Takes the bar away, and what stands above it: it shall not be finished. */
    public void abandon() {
        region.ifPresent(LiveRegion::clear);
    }

    public Duration elapsed() {
        return Duration.between(begin, Instant.now());
    }

    /** By the pace since the first call: what is resumed does not begin at zero. */
    private Optional<String> remaining(double fraction) {
        double done = fraction - beginFraction;
        if (done <= 0 || done < 0.02 * (1 - beginFraction) || fraction >= 1) {
            return Optional.empty();
        }
        long seconds = Math.round(elapsed().toMillis() / 1e3 * (1 - fraction) / done);
        if (seconds < 60) {
            return Optional.of(seconds + " s");
        }
        return Optional.of(
                seconds < 3600
                        ? seconds / 60 + " min " + seconds % 60 + " s"
                        : seconds / 3600 + " h " + seconds / 60 % 60 + " min");
    }

    private static String bar(double fraction) {
        int full = (int) Math.round(Math.clamp(fraction, 0, 1) * WIDTH);
        return "[" + "█".repeat(full) + "·".repeat(WIDTH - full) + "]";
    }
}
