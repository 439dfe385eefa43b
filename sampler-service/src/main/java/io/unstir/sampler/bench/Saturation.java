package io.unstir.sampler.bench;

import io.unstir.sampler.engine.Engine;
import java.util.ArrayDeque;

/**
 * An engine that always has more to do than fits into a run.
 *
 * @param modelShare of the wall time, inside ONNX Runtime
 * @param rowsPerSecond through the whole engine, solvers included
 */
record Saturation(double seconds, double modelShare, double rowsPerSecond, double rowsPerRun) {

    static Saturation measure(BenchmarkJobs jobs, int seconds) throws InterruptedException {
        try (var engine = new Engine()) {
            var running = new ArrayDeque<BenchmarkJobs.Submitted>();
            int next = 0;
            for (; next < jobs.model().session().maxRows(); next++) {
                running.add(jobs.submit(engine, next));
            }
            var before = engine.work();
            long start = System.nanoTime();
            while (System.nanoTime() - start < seconds * 1e9) {
                running.removeFirst().await();
                running.add(jobs.submit(engine, next++));
            }
            double took = (System.nanoTime() - start) / 1e9;
            var work = engine.work().since(before);
            return new Saturation(took, work.modelNanos() / 1e9 / took, work.rows() / took, work.rowsPerRun());
        }
    }
}
