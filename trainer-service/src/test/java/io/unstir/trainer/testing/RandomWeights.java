package io.unstir.trainer.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.tensor.ParameterSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;

/** Weights without zeros, so that every part of a network has a say (fresh networks begin with zero branches). */
public final class RandomWeights {
    private RandomWeights() {}

    public static Parameters of(NDManager manager, List<ParameterSpec> specs) {
        var random = new SplittableRandom(7);
        var tensors = new LinkedHashMap<String, NDArray>();
        for (ParameterSpec spec : specs) {
            float[] elements = new float[(int) spec.size()];
            double center = spec.init() instanceof ParameterSpec.Init.Ones ? 1 : 0;
            for (int i = 0; i < elements.length; i++) {
                elements[i] = (float) (center + 0.2 * (random.nextDouble() - 0.5));
            }
            long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
            tensors.put(spec.name(), manager.create(elements, new Shape(shape)));
        }
        return new Parameters(tensors);
    }
}
