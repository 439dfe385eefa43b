package io.unstir.trainer.preview;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;

/** Standard normal tensors that are a function of a seed, and leave the engine's generator alone. */
public final class SeededNoise {
    private SeededNoise() {}

    public static NDArray of(Shape shape, long seed, NDManager manager) {
        var random = new SplittableRandom(seed);
        float[] elements = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = (float) random.nextGaussian();
        }
        return manager.create(elements, shape);
    }
}
