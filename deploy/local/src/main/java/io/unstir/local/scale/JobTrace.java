package io.unstir.local.scale;

/**
 * When what happened to a job, in seconds.
 *
 * @param there the broker has it
 * @param taken a slot has it
 * @param sampled its last image is out of the engine
 * @param seen a consumer knows of its end
 * @param deliveries more than one after a sampler was killed
 */
public record JobTrace(Arrival arrival, double there, double taken, double sampled, double seen, int deliveries) {
    /** In the queue. */
    public double waited() {
        return taken - there;
    }

    /** From being sent to a consumer who knows of the end. */
    public double latency() {
        return seen - arrival.at();
    }
}
