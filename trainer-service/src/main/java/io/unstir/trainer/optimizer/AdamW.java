package io.unstir.trainer.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2). Its state is plain tensors, so that a checkpoint
 * can hold it, which DJL's own optimizer does not offer.
 *
 * @param mean first moment m
 * @param variance second moment v
 * @param weightDecay lambda; applied to matrices and kernels, not to biases and norms
 */
public record AdamW(Parameters mean, Parameters variance, double weightDecay) {
    private static final float BETA_1 = 0.9f;
    private static final float BETA_2 = 0.99f;
    private static final double EPSILON = 1e-8;

    /**
     * One update of {@code weights}, which must not require gradients while it runs (DJL refuses to change such a leaf).
     *
     * @param gradients of each weight by name; scaled by {@code gradientScale} before use
     * @param step counted from 1
     */
    public void update(Parameters weights, Parameters gradients, float gradientScale, double learningRate, long step) {
        double correction1 = 1 - Math.pow(BETA_1, step);
        double correction2 = 1 - Math.pow(BETA_2, step);
        float stepSize = (float) (learningRate / correction1);
        float rootCorrection = (float) (1 / Math.sqrt(correction2));
        weights.tensors().forEach((name, weight) -> {
            try (NDManager scratch = weight.getManager().newSubManager()) {
                NDArray gradient = gradients.tensors().get(name);
                gradient.attach(scratch);
                gradient.muli(gradientScale);
                NDArray m = mean.tensors().get(name);
                NDArray v = variance.tensors().get(name);
                m.muli(BETA_1).addi(gradient.mul(1 - BETA_1));
                v.muli(BETA_2).addi(gradient.mul(gradient).muli(1 - BETA_2));
                NDArray update = v.sqrt();
                update.attach(scratch);
                update.muli(rootCorrection).addi((float) EPSILON);
                NDArray ratio = m.div(update);
                ratio.attach(scratch);
                if (weight.getShape().dimension() > 1) {
                    weight.muli((float) (1 - learningRate * weightDecay));
                }
                weight.subi(ratio.muli(stepSize));
            }
        });
    }
}
