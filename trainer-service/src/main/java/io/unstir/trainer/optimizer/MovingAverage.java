package io.unstir.trainer.optimizer;

import ai.djl.ndarray.NDArray;

/**
 * Exponential moving average of the weights, the weights that are published (Ho et al. 2020, appendix B), with the usual warm-up
 * {@code min(decay, (1 + n) / (10 + n))} so that the random start is forgotten.
 */
public record MovingAverage(Parameters average, double decay) {

    /** @param step counted from 1 */
    public void update(Parameters weights, long step) {
        float keep = (float) Math.min(decay, (1.0 + step) / (10.0 + step));
        weights.tensors().forEach((name, weight) -> {
            NDArray mean = average.tensors().get(name);
            try (NDArray fresh = weight.mul(1 - keep)) {
                mean.muli(keep).addi(fresh);
            }
        });
    }
}
