package io.unstir.trainer.run;

/**
 * Where a step's time went, in nanoseconds of wall time. The engine computes while it is called, so a call's time is its work's.
 *
 * @param forward noise, network and loss
 * @param backward gradients, with freeing what forward kept for them
 * @param update gradient norm, clipping and the optimizer
 * @param average moving averages of the weights
 */
public record StepTimes(long forward, long backward, long update, long average) {
    public static final StepTimes NONE = new StepTimes(0, 0, 0, 0);

    public StepTimes plus(StepTimes other) {
        return new StepTimes(
                forward + other.forward, backward + other.backward, update + other.update, average + other.average);
    }
}
