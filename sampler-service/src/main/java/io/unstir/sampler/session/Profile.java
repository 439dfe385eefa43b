package io.unstir.sampler.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;

/**
 * Runs a fresh session on noise to learn how many rows make a good run, and whether a row's answer is the same bits whatever runs beside it.
 * Timings only choose among sizes; what may reach a pixel, the policy, depends on bits alone.
 */
record Profile(RowTimes times, BatchPolicy policy) {
    /** For timed runs; each size has an untimed one before them, which sets up what its shape needs. */
    private static final long BUDGET_NANOS = Duration.ofSeconds(1).toNanos();

    private static final int TIMED_RUNS = 4;

    /** @param run runs the first so many rows of the memory */
    static Profile of(RowMemory memory, DenoiserShape shape, IntConsumer run) {
        return new Measurement(memory, NoisyRow.of(shape, memory.rows()), run).profile();
    }

    /** Makes the first row noise, in a run of the fewest rows. */
    static void putNoise(RowMemory memory, DenoiserShape shape) {
        new Measurement(memory, NoisyRow.of(shape, 1), rows -> {}).put(0, 0);
        memory.clear(1, RowMemory.LEAST_ROWS);
    }

    /** A row to ask about. */
    private record NoisyRow(double[] sample, double timestep, float[] condition) {
        static List<NoisyRow> of(DenoiserShape shape, int rows) {
            var random = new Random(1);
            var noise = new ArrayList<NoisyRow>();
            for (int row = 0; row < rows; row++) {
                double[] sample = new double[shape.sample().elements()];
                Arrays.setAll(sample, i -> random.nextGaussian());
                float[] condition = new float[shape.condition().elements()];
                for (int i = 0; i < condition.length; i++) {
                    condition[i] = shape.condition().plain(random.nextGaussian());
                }
                noise.add(new NoisyRow(sample, row + 1, condition));
            }
            return noise;
        }
    }

    /** @param rows the first of them is the one whose bits are compared */
    private record Measurement(RowMemory memory, List<NoisyRow> rows, IntConsumer run) {

        Profile profile() {
            var sizes = new ArrayList<RowTimes.Measured>();
            float[] alone = alone(RowMemory.LEAST_ROWS);
            boolean same = true;
            long spent = 0;
            double nanosPerRow = 0;
            int size = RowMemory.LEAST_ROWS;
            while (size > 0
                    && (size == RowMemory.LEAST_ROWS || spent + TIMED_RUNS * size * nanosPerRow <= BUDGET_NANOS)) {
                same &= Arrays.equals(alone, answer(size, 0));
                long[] nanos = new long[TIMED_RUNS];
                for (int i = 0; i < TIMED_RUNS; i++) {
                    int at = i % 2 == 0 ? size - 1 : 0;
                    place(size, at);
                    nanos[i] = time(size);
                    same &= Arrays.equals(alone, memory.answer(at));
                }
                Arrays.sort(nanos);
                spent += Arrays.stream(nanos).sum();
                // The fastest: whatever else the machine does makes a run longer, never shorter.
                nanosPerRow = (double) nanos[0] / size;
                sizes.add(new RowTimes.Measured(size, nanosPerRow / 1e6));
                size = next(size);
            }
            if (size > 0) {
                // There was no time to time the larger sizes, but engines may ask for the largest.
                same &= Arrays.equals(alone, answer(memory.rows(), memory.rows() - 1));
            }
            return new Profile(new RowTimes(sizes), same ? BatchPolicy.ANY : policyOfFullRuns());
        }

        /** The size after this one, 0 after the largest. */
        private int next(int size) {
            return size == memory.rows() ? 0 : Math.min(2 * size, memory.rows());
        }

        /** Whether at least the place of a row and what stands in the others leave its bits alone. */
        private BatchPolicy policyOfFullRuns() {
            int full = memory.rows();
            float[] alone = alone(full);
            for (int at = 0; at < full; at++) {
                if (!Arrays.equals(alone, answer(full, at))) {
                    return BatchPolicy.VARIANT;
                }
            }
            return BatchPolicy.PADDED;
        }

        /** The answer where the other rows are zero. */
        private float[] alone(int size) {
            put(0, 0);
            memory.clear(1, size);
            run.accept(size);
            return memory.answer(0);
        }

        private float[] answer(int size, int at) {
            place(size, at);
            run.accept(size);
            return memory.answer(at);
        }

        /** Puts the row that is compared at a place among other rows. */
        private void place(int size, int at) {
            for (int i = 0; i < size; i++) {
                put(i, Math.floorMod(i - at, rows.size()));
            }
        }

        private void put(int row, int which) {
            var noisy = rows.get(which);
            memory.put(row, noisy.sample(), noisy.timestep(), noisy.condition());
        }

        private long time(int size) {
            long start = System.nanoTime();
            run.accept(size);
            return System.nanoTime() - start;
        }
    }
}
