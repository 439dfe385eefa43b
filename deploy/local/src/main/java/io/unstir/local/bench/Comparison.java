package io.unstir.local.bench;

import io.unstir.local.scale.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A load as it was predicted and as it came.
 *
 * @param predicted before, from unit costs
 */
record Comparison(int samplers, String load, Figures predicted, Figures measured) {
    /** @param p50 milliseconds from POST to the succeeded event */
    record Figures(double jobsPerSecond, double p50, double p95) {
        /** The middle one of several simulations that differ in what nobody can foresee. */
        static Figures predicted(List<Outcome> outcomes) {
            return new Figures(
                    median(outcomes, Outcome::jobsPerSecond),
                    median(outcomes, outcome -> outcome.latency().p50() * 1000),
                    median(outcomes, outcome -> outcome.latency().p95() * 1000));
        }

        static Figures measured(List<SentJobs.Sent> jobs) {
            var latency = Percentiles.of(
                    jobs.stream().mapToLong(SentJobs.Sent::latencyMicros).toArray());
            long first =
                    jobs.stream().mapToLong(sent -> sent.job().posted()).min().orElseThrow();
            long last = jobs.stream()
                    .mapToLong(sent -> sent.followed().seen())
                    .max()
                    .orElseThrow();
            return new Figures(jobs.size() / ((last - first) / 1e6), latency.p50(), latency.p95());
        }

        private static double median(List<Outcome> outcomes, ToDoubleFunction<Outcome> figure) {
            double[] sorted = outcomes.stream().mapToDouble(figure).toArray();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }
    }

    /** How far a prediction was off, of what came. */
    static double error(double predicted, double measured) {
        return predicted / measured - 1;
    }

    double throughputError() {
        return error(predicted.jobsPerSecond(), measured.jobsPerSecond());
    }

    double p50Error() {
        return error(predicted.p50(), measured.p50());
    }

    double p95Error() {
        return error(predicted.p95(), measured.p95());
    }

    boolean isWithin(double throughput, double latency) {
        return Math.abs(throughputError()) <= throughput
                && Math.abs(p50Error()) <= latency
                && Math.abs(p95Error()) <= latency;
    }
}
