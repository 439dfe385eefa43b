package io.unstir.trainer.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.unstir.trainer.tensor.ParameterSpec;
import io.unstir.trainer.tensor.ParameterSpec.Init;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A named set of tensors of one shape each: weights, their moments or their moving average. Iterates in declared order. */
public record Parameters(Map<String, NDArray> tensors) {

    /** Draws every parameter from its distribution with the engine's generator, in declared order. */
    public static Parameters initial(NDManager manager, List<ParameterSpec> specs) {
        var tensors = new LinkedHashMap<String, NDArray>();
        for (ParameterSpec spec : specs) {
            Shape shape = shape(spec);
            NDArray tensor =
                    switch (spec.init()) {
                        case Init.Zeros() -> manager.zeros(shape);
                        case Init.Ones() -> manager.ones(shape);
                        case Init.Uniform(double bound) -> manager.randomUniform((float) -bound, (float) bound, shape);
                    };
            tensors.put(spec.name(), tensor);
        }
        return new Parameters(tensors);
    }

    public static Parameters zeros(NDManager manager, List<ParameterSpec> specs) {
        var tensors = new LinkedHashMap<String, NDArray>();
        specs.forEach(spec -> tensors.put(spec.name(), manager.zeros(shape(spec))));
        return new Parameters(tensors);
    }

    /** A copy with memory of its own. */
    public Parameters copy() {
        var tensors = new LinkedHashMap<String, NDArray>();
        tensors().forEach((name, tensor) -> tensors.put(name, tensor.duplicate()));
        return new Parameters(tensors);
    }

    /** Adds {@code factor} times {@code other} to this. */
    public void add(Parameters other, float factor) {
        tensors.forEach((name, tensor) -> {
            try (NDArray scaled = other.tensors().get(name).mul(factor)) {
                tensor.addi(scaled);
            }
        });
    }

    public void requireGradient(boolean required) {
        tensors.values().forEach(tensor -> tensor.setRequiresGradient(required));
    }

    /**
     * What the engine's backward passes added up, as tensors of {@code manager}. It adds to what a leaf still has, so each gradient is
     * copied and left as zero.
     */
    public Parameters takeGradients(NDManager manager) {
        var gradients = new LinkedHashMap<String, NDArray>();
        tensors.forEach((name, tensor) -> {
            try (NDArray accumulated = tensor.getGradient()) {
                NDArray gradient = accumulated.duplicate();
                gradient.attach(manager);
                gradients.put(name, gradient);
                accumulated.subi(accumulated);
            }
        });
        return new Parameters(gradients);
    }

    /** Number of elements of all tensors. */
    public long count() {
        return tensors.values().stream().mapToLong(NDArray::size).sum();
    }

    private static Shape shape(ParameterSpec spec) {
        return new Shape(spec.shape().stream().mapToLong(Long::longValue).toArray());
    }
}
