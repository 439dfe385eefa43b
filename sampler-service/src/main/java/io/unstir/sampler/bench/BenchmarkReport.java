package io.unstir.sampler.bench;

import java.io.PrintStream;
import java.util.Locale;

/** All that was measured; its JSON has the same names. Times are in seconds where the name doesn't say otherwise. */
record BenchmarkReport(
        String deviceClass,
        int threads,
        int rowsChosen,
        BatchSizes batches,
        Saturation saturation,
        Mixing mixing,
        Waiting waiting) {

    /** As a Markdown table. */
    void print(PrintStream out) {
        line(out, "%n%s, %d threads, runs of %d rows%n", deviceClass, threads, rowsChosen);
        line(out, "| rows of a run | ms a run | ms a row | images/s per step |");
        line(out, "|--:|--:|--:|--:|");
        for (var size : batches.sizes()) {
            line(
                    out,
                    "| %d | %.1f | %.2f | %.1f |",
                    size.rows(),
                    size.millisPerRun(),
                    size.millisPerRow(),
                    size.imagesPerSecond());
        }
        line(out, "%n| what | figure |");
        line(out, "|:--|--:|");
        line(out, "| wall time inside ONNX Runtime, saturated mixed load | %.1f %% |", 100 * saturation.modelShare());
        line(out, "| images/s per step, saturated mixed load | %.1f |", saturation.rowsPerSecond());
        line(out, "| rows of a run, saturated mixed load | %.1f |", saturation.rowsPerRun());
        line(
                out,
                "| %d jobs, mixed / one at a time | %.1f s / %.1f s (%.2f times as fast) |",
                mixing.jobs(),
                mixing.mixedSeconds(),
                mixing.oneAtATimeSeconds(),
                mixing.speedUp());
        line(
                out,
                "| a job of %d steps behind %d of %d, p50, mixed / one at a time | %.2f s / %.2f s (%.3f) |",
                waiting.shortSteps(),
                waiting.longJobs(),
                waiting.longSteps(),
                waiting.mixedP50(),
                waiting.oneAtATimeP50(),
                waiting.ratio());
        line(out, "| the same, p95 | %.2f s / %.2f s |", waiting.mixedP95(), waiting.oneAtATimeP95());
    }

    private static void line(PrintStream out, String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
