package io.unstir.sampler.bench;

import io.unstir.sampler.engine.Engine;
import java.util.ArrayList;
import java.util.Arrays;

/** From the arrival of a short job behind ten long ones to its image, in seconds: mixed with them, and after them. */
record Waiting(
        int longJobs,
        int longSteps,
        int shortSteps,
        double mixedP50,
        double mixedP95,
        double oneAtATimeP50,
        double oneAtATimeP95,
        double ratio) {
    private static final int LONG_JOBS = 10;
    private static final int LONG_STEPS = 50;
    private static final int SHORT_STEPS = 10;

    static Waiting measure(BenchmarkJobs jobs, int times) throws InterruptedException {
        double[] mixed = new double[times];
        double[] after = new double[times];
        for (int i = 0; i < times; i++) {
            mixed[i] = mixed(jobs, i);
            after[i] = oneAtATime(jobs, i);
        }
        Arrays.sort(mixed);
        Arrays.sort(after);
        return new Waiting(
                LONG_JOBS,
                LONG_STEPS,
                SHORT_STEPS,
                at(mixed, 0.5),
                at(mixed, 0.95),
                at(after, 0.5),
                at(after, 0.95),
                at(mixed, 0.5) / at(after, 0.5));
    }

    private static double mixed(BenchmarkJobs jobs, int seed) throws InterruptedException {
        try (var engine = new Engine()) {
            var longOnes = new ArrayList<BenchmarkJobs.Submitted>();
            for (int i = 0; i < LONG_JOBS; i++) {
                longOnes.add(jobs.submit(engine, LONG_STEPS, 100 * seed + i));
            }
            Thread.sleep(arrivalMillis(seed));
            long arrival = System.nanoTime();
            long end = jobs.submit(engine, SHORT_STEPS, seed).await();
            longOnes.forEach(BenchmarkJobs.Submitted::cancel);
            return (end - arrival) / 1e9;
        }
    }

    private static double oneAtATime(BenchmarkJobs jobs, int seed) throws InterruptedException {
        try (var engine = new Engine()) {
            long start = System.nanoTime();
            for (int i = 0; i < LONG_JOBS; i++) {
                jobs.submit(engine, LONG_STEPS, 100 * seed + i).await();
            }
            long end = jobs.submit(engine, SHORT_STEPS, seed).await();
            return (end - start) / 1e9 - arrivalMillis(seed) / 1e3;
        }
    }

    /** The long ones have been at it for a while, each time another one. */
    private static long arrivalMillis(int seed) {
        return 150 + 70L * seed;
    }

    private static double at(double[] sorted, double part) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
    }
}
