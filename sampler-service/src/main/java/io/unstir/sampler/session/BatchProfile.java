package io.unstir.sampler.session;

import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A short look at a model when it is loaded: how many rows a run shall have, and whether that number reaches the rows' bits. Time decides only the number; what is measured
 * by it never reaches a pixel.
 *
 * @param rows of a run when there is enough to do
 */
record BatchProfile(int rows, BatchPolicy policy, List<Timing> timings) {
    private static final Duration ENOUGH = Duration.ofMillis(1200);
    private static final int RUNS = 5;
    /** A run that is a little slower for each row is worth its earlier end. */
    private static final double SLOWER = 1.04;

    record Timing(int rows, double millisPerRow) {}

    /** Writes rows to ask about and runs them. */
    interface Probe {
        /** A row with noise of its own, from a fixed seed. */
        void put(int row, int seed);

        FloatBuffer run(int rows);

        int outputElements();
    }

    static BatchProfile measure(Probe probe, int maxRows) {
        var timings = new ArrayList<Timing>();
        boolean same = true;
        boolean placed = true;
        float[] alone = asked(probe, 1, 0);
        long start = System.nanoTime();
        for (int rows = 1; rows <= maxRows && System.nanoTime() - start < ENOUGH.toNanos(); rows *= 2) {
            float[] first = asked(probe, rows, 0);
            float[] last = asked(probe, rows, rows - 1);
            same &= Arrays.equals(first, alone);
            placed &= Arrays.equals(first, last);
            timings.add(new Timing(rows, millisPerRow(probe, rows, start)));
        }
        int rows = fewestOfTheFastest(timings);
        return new BatchProfile(rows, policy(same, placed), List.copyOf(timings));
    }

    /** For a log line. */
    String table() {
        return timings.stream()
                .map(timing -> "%d:%.2f".formatted(timing.rows(), timing.millisPerRow()))
                .collect(Collectors.joining(" "));
    }

    static int fewestOfTheFastest(List<Timing> timings) {
        double best = timings.stream().mapToDouble(Timing::millisPerRow).min().orElseThrow();
        return timings.stream()
                .filter(timing -> timing.millisPerRow() <= SLOWER * best)
                .findFirst()
                .orElseThrow()
                .rows();
    }

    static BatchPolicy policy(boolean sameInAnyNumber, boolean sameInAnyPlace) {
        if (!sameInAnyPlace) {
            return BatchPolicy.VARIANT;
        }
        return sameInAnyNumber ? BatchPolicy.ANY : BatchPolicy.PADDED;
    }

    /** The answer to the one row of seed 0, in this place among {@code rows} others. */
    private static float[] asked(Probe probe, int rows, int place) {
        for (int row = 0; row < rows; row++) {
            probe.put(row, row == place ? 0 : row + 1);
        }
        float[] answer = new float[probe.outputElements()];
        probe.run(rows).get(place * answer.length, answer);
        return answer;
    }

    private static double millisPerRow(Probe probe, int rows, long start) {
        double fastest = Double.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            long before = System.nanoTime();
            probe.run(rows);
            fastest = Math.min(fastest, (System.nanoTime() - before) / 1e6 / rows);
            if (System.nanoTime() - start > ENOUGH.toNanos()) {
                break;
            }
        }
        return fastest;
    }
}
