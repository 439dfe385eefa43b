package io.unstir.trainer.network;

import io.unstir.trainer.tensor.Ops;
import io.unstir.trainer.tensor.ParameterSpec;
import java.util.function.Consumer;

/** A convolution with zero padding that keeps height and width (divided by the stride). */
record Conv(ParameterSpec weight, ParameterSpec bias, int stride) implements Layer {
    static Conv of(String name, int in, int out, int kernel, int stride) {
        return new Conv(
                ParameterSpec.uniform(name + ".weight", (long) in * kernel * kernel, out, in, kernel, kernel),
                ParameterSpec.zeros(name + ".bias", out),
                stride);
    }

    /** Starts as the zero function. */
    static Conv zero(String name, int in, int out, int kernel) {
        return new Conv(
                ParameterSpec.zeros(name + ".weight", out, in, kernel, kernel),
                ParameterSpec.zeros(name + ".bias", out),
                1);
    }

    <T> T apply(Ops<T> ops, T x) {
        return ops.conv2d(x, ops.parameter(weight), ops.parameter(bias), stride);
    }

    @Override
    public void declare(Consumer<ParameterSpec> parameters) {
        parameters.accept(weight);
        parameters.accept(bias);
    }
}
