package io.unstir.local.scale;

import java.util.List;

/**
 * What came of a simulated run.
 *
 * @param busySeconds inside the model's runs, all samplers together
 * @param runs of the model
 * @param rows in all runs
 */
public record Outcome(Fleet fleet, List<JobTrace> jobs, double busySeconds, long runs, long rows) {
    public Outcome {
        jobs = List.copyOf(jobs);
    }

    /** From the first job that was sent to the last that a consumer saw the end of. */
    public double seconds() {
        double first =
                jobs.stream().mapToDouble(job -> job.arrival().at()).min().orElse(0);
        return jobs.stream().mapToDouble(JobTrace::seen).max().orElse(0) - first;
    }

    public double jobsPerSecond() {
        return jobs.size() / seconds();
    }

    public Quantiles waited() {
        return Quantiles.of(jobs.stream().mapToDouble(JobTrace::waited));
    }

    public Quantiles latency() {
        return Quantiles.of(jobs.stream().mapToDouble(JobTrace::latency));
    }

    /** The part of the time that a sampler's model runs. */
    public double utilisation() {
        return busySeconds / (seconds() * fleet.samplers());
    }

    /** Rows of a run, of the most there can be. */
    public double fill() {
        return runs == 0 ? 0 : (double) rows / runs / fleet.rows();
    }
}
