package io.unstir.local.scale;

import java.util.ArrayList;
import java.util.List;

/**
 * How long jobs of one shape wait, by how many samplers there are and how busy they are.
 *
 * @param fleet all but how many samplers
 * @param jobs of each run; the first tenth, which finds an empty system, does not count
 */
public record Study(Fleet fleet, Shape shape, int jobs, long seed) {
    private static final int EMPTY_PART = 10;

    public Study {
        if (jobs < EMPTY_PART) {
            throw new IllegalArgumentException("jobs must be at least %d (got %d)".formatted(EMPTY_PART, jobs));
        }
    }

    /** @param load of what so many samplers can do, above 0 */
    public Line atLoad(int samplers, double load) {
        return atRate(samplers, load * jobsPerSecond(samplers));
    }

    /** @param rate jobs a second for all samplers together */
    public Line atRate(int samplers, double rate) {
        return line(samplers, rate, Arrival.poisson(rate, jobs, List.of(shape), seed), jobs / EMPTY_PART);
    }

    /** All at once. */
    public Line burst(int samplers) {
        return line(samplers, Double.POSITIVE_INFINITY, Arrival.burst(0, jobs, List.of(shape), seed), 0);
    }

    /** Jobs a second that so many samplers can do, full runs one after another. */
    public double jobsPerSecond(int samplers) {
        return fleet.withSamplers(samplers).capacity() / shape.rows();
    }

    /** Seconds that a job takes where it is alone, the stages of its way included. */
    public double alone() {
        return Simulation.run(fleet.withSamplers(1), Arrival.burst(0, 1, List.of(shape), seed), seed)
                .latency()
                .p50();
    }

    public List<Line> sweep(List<Integer> samplers, List<Double> loads) {
        var lines = new ArrayList<Line>();
        samplers.forEach(count -> loads.forEach(load -> lines.add(atLoad(count, load))));
        return lines;
    }

    private Line line(int samplers, double rate, List<Arrival> arrivals, int unsettled) {
        var outcome = Simulation.run(fleet.withSamplers(samplers), arrivals, seed);
        var settled = outcome.jobs().subList(unsettled, jobs);
        double alone = alone();
        return new Line(
                samplers,
                rate,
                rate / jobsPerSecond(samplers),
                outcome.jobsPerSecond(),
                outcome.utilisation(),
                outcome.fill(),
                Quantiles.of(settled.stream().mapToDouble(JobTrace::waited)),
                Quantiles.of(settled.stream().mapToDouble(JobTrace::latency)),
                Quantiles.of(settled.stream().mapToDouble(job -> Math.max(0, job.latency() - alone))));
    }

    /**
     * @param rate jobs a second that came
     * @param load of what so many samplers can do with full runs
     * @param done jobs a second that were done, from the first to the last
     * @param utilisation the part of the time that the models ran
     * @param fill rows of a run, of the most there can be
     * @param queued seconds until a slot had the job
     * @param latency seconds until a consumer knew of its end
     * @param longer seconds longer than a job that is alone: the wait for a slot, and for rows of the runs
     */
    public record Line(
            int samplers,
            double rate,
            double load,
            double done,
            double utilisation,
            double fill,
            Quantiles queued,
            Quantiles latency,
            Quantiles longer) {}
}
