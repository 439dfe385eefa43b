package io.unstir.trainer.service;

import io.unstir.proto.v1.TrainingProgressed;
import io.unstir.proto.v1.TrainingStarted;
import io.unstir.trainer.preview.Preview;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Progress for who watches: a bar drawn over itself on a terminal, a line every ten seconds elsewhere. */
final class ProgressLines implements TrainingObserver {
    private static final int BAR = 24;
    private static final int LOADED_STEP = 500;
    private static final String CLEAR_LINE = "\r\033[K";
    private static final long LINE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final double NEWEST_SHARE = 0.2;

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private long lineAt;
    private long lastStep;
    private long lastAt;
    private double secondsPerStep;

    /** @param terminal whether {@code out} is one */
    ProgressLines(PrintStream out, boolean terminal, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    @Override
    public void loaded(int done, int total) {
        if (done % LOADED_STEP == 0 || done == total) {
            line("loading data: %d of %d".formatted(done, total));
        }
    }

    @Override
    public void started(TrainingStarted event) {
        line(String.format(
                Locale.ROOT,
                "training %s@%s: %,d parameters, %d images, steps %d to %d",
                event.getModel(),
                event.getVersion(),
                event.getParameters(),
                event.getDatasetItems(),
                event.getFromStep(),
                event.getTotalSteps()));
        lastStep = event.getFromStep();
        lastAt = nanoTime.getAsLong();
        lineAt = lastAt - LINE_NANOS;
    }

    @Override
    public void progressed(TrainingProgressed event) {
        long now = nanoTime.getAsLong();
        pace(event.getStep(), now);
        boolean ended = event.getStep() == event.getTotalSteps();
        String text = text(event);
        if (terminal && !ended) {
            out.print(CLEAR_LINE + bar((double) event.getStep() / event.getTotalSteps()) + " " + text);
            out.flush();
        } else if (ended || now - lineAt >= LINE_NANOS) {
            lineAt = now;
            line(text);
        }
    }

    @Override
    public void sampled(long step, Preview preview) {
        line("samples in " + preview.samples());
    }

    @Override
    public void reported(String lines, Path folder) {
        lines.lines().forEach(this::line);
        line("pictures in " + folder);
    }

    /** An average in which the last report counts a fifth: pictures and checkpoints on the way are in it, a hiccup is forgotten. */
    private void pace(long step, long now) {
        double latest = (now - lastAt) / 1e9 / Math.max(1, step - lastStep);
        secondsPerStep = secondsPerStep == 0 ? latest : (1 - NEWEST_SHARE) * secondsPerStep + NEWEST_SHARE * latest;
        lastStep = step;
        lastAt = now;
    }

    private String text(TrainingProgressed event) {
        long left = event.getTotalSteps() - event.getStep();
        return String.format(
                Locale.ROOT,
                "step %d of %d, loss %.4f, %.1f images/s%s",
                event.getStep(),
                event.getTotalSteps(),
                event.getLoss(),
                event.getImagesPerSecond(),
                left == 0 ? "" : ", " + duration(Math.round(left * secondsPerStep)) + " left");
    }

    private static String duration(long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? "%d min %02d s".formatted(seconds / 60, seconds % 60)
                : "%d h %02d min".formatted(seconds / 3600, seconds / 60 % 60);
    }

    private static String bar(double fraction) {
        int full = (int) Math.round(fraction * BAR);
        return "[" + "█".repeat(full) + "·".repeat(BAR - full) + "]";
    }

    private void line(String text) {
        out.println((terminal ? CLEAR_LINE : "") + text);
    }
}
