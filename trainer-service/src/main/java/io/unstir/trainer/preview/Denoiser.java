package io.unstir.trainer.preview;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.unstir.trainer.network.Network;
import io.unstir.trainer.tensor.DjlOps;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * What a network answers to (x_t, t) when it is told a condition; the mean alone where it has learned a variance too.
 *
 * @param condition a row for each row of x_t; empty for a network that is told nothing
 */
public record Denoiser(Network network, DjlOps ops, Optional<NDArray> condition, Optional<Guidance> guidance)
        implements BinaryOperator<NDArray> {

    /**
     * Classifier-free guidance (Ho and Salimans 2022, eq. 6).
     *
     * @param noCondition what stands for "nothing told", rows as the condition
     * @param scale 1 changes nothing
     */
    public record Guidance(NDArray noCondition, double scale) {}

    @Override
    public NDArray apply(NDArray x, NDArray t) {
        NDArray told = answer(x, t, condition.orElse(null));
        return guidance.map(free -> {
                    NDArray untold = answer(x, t, free.noCondition());
                    return untold.add(told.sub(untold).mul((float) free.scale()));
                })
                .orElse(told);
    }

    private NDArray answer(NDArray x, NDArray t, NDArray told) {
        NDArray answer = network.apply(ops, x, t, told);
        long channels = x.getShape().get(1);
        return answer.getShape().get(1) == channels
                ? answer
                : answer.get(new NDIndex().addAllDim().addSliceDim(0, channels));
    }
}
