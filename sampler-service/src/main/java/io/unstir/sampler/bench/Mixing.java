package io.unstir.sampler.bench;

import io.unstir.sampler.engine.Engine;
import java.util.ArrayList;

/** The same jobs, step by step in one batch and one after the other. */
record Mixing(int jobs, double mixedSeconds, double oneAtATimeSeconds, double speedUp) {

    static Mixing measure(BenchmarkJobs jobs, int count) throws InterruptedException {
        double one = oneAtATime(jobs, count);
        double mixed = mixed(jobs, count);
        return new Mixing(count, mixed, one, one / mixed);
    }

    private static double mixed(BenchmarkJobs jobs, int count) throws InterruptedException {
        try (var engine = new Engine()) {
            long start = System.nanoTime();
            var running = new ArrayList<BenchmarkJobs.Submitted>();
            for (int i = 0; i < count; i++) {
                running.add(jobs.submit(engine, i));
            }
            for (var job : running) {
                job.await();
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private static double oneAtATime(BenchmarkJobs jobs, int count) throws InterruptedException {
        try (var engine = new Engine()) {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                jobs.submit(engine, i).await();
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
