package io.unstir.trainer.tensor;

import java.util.List;

/**
 * A trained tensor: its name, shape and how it starts.
 *
 * @param name unique in the network, dots between levels, for example {@code down.0.1.conv1.weight}
 */
public record ParameterSpec(String name, List<Long> shape, Init init) {
    /** Distribution a parameter is drawn from before training. */
    public sealed interface Init {
        record Zeros() implements Init {}

        record Ones() implements Init {}

        /** Uniform in {@code [-bound, bound]}. */
        record Uniform(double bound) implements Init {}
    }

    public ParameterSpec {
        shape = List.copyOf(shape);
    }

    public static ParameterSpec zeros(String name, long... shape) {
        return new ParameterSpec(name, boxed(shape), new Init.Zeros());
    }

    public static ParameterSpec ones(String name, long... shape) {
        return new ParameterSpec(name, boxed(shape), new Init.Ones());
    }

    /** Uniform within {@code 1/sqrt(fanIn)}, the usual start of linear and convolution layers (He et al. 2015). */
    public static ParameterSpec uniform(String name, long fanIn, long... shape) {
        return new ParameterSpec(name, boxed(shape), new Init.Uniform(1 / Math.sqrt(fanIn)));
    }

    /** Number of elements. */
    public long size() {
        return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }

    private static List<Long> boxed(long... shape) {
        return java.util.Arrays.stream(shape).boxed().toList();
    }
}
