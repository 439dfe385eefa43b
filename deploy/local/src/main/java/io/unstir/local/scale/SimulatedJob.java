package io.unstir.local.scale;

/** A job on its way. Times are in seconds; those that a delivery again changes are of the last one. */
final class SimulatedJob {
    private final Arrival arrival;
    private final int partition;
    private double there;
    private double taken;
    private double sampled;
    private double seen = Double.NaN;
    private int deliveries;

    SimulatedJob(Arrival arrival, int partition) {
        this.arrival = arrival;
        this.partition = partition;
    }

    Arrival arrival() {
        return arrival;
    }

    Shape shape() {
        return arrival.shape();
    }

    int partition() {
        return partition;
    }

    /** The broker has it. */
    void there(double now) {
        there = now;
    }

    /** A slot has it. @return which delivery that is */
    int take(double now) {
        taken = now;
        return ++deliveries;
    }

    double taken() {
        return taken;
    }

    /** Its last image is out of the engine. */
    void sampled(double now) {
        sampled = now;
    }

    void seen(double now) {
        seen = now;
    }

    JobTrace trace() {
        return new JobTrace(arrival, there, taken, sampled, seen, deliveries);
    }
}
