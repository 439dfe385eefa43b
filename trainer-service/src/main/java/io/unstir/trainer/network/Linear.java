package io.unstir.trainer.network;

import io.unstir.trainer.tensor.Ops;
import io.unstir.trainer.tensor.ParameterSpec;
import java.util.function.Consumer;

/** {@code x Wᵀ + b} over the last axis. */
record Linear(ParameterSpec weight, ParameterSpec bias) implements Layer {
    static Linear of(String name, int in, int out) {
        return new Linear(
                ParameterSpec.uniform(name + ".weight", in, out, in), ParameterSpec.zeros(name + ".bias", out));
    }

    /** Starts as the zero function: what a residual branch or a modulation begins with. */
    static Linear zero(String name, int in, int out) {
        return new Linear(ParameterSpec.zeros(name + ".weight", out, in), ParameterSpec.zeros(name + ".bias", out));
    }

    <T> T apply(Ops<T> ops, T x) {
        return ops.linear(x, ops.parameter(weight), ops.parameter(bias));
    }

    @Override
    public void declare(Consumer<ParameterSpec> parameters) {
        parameters.accept(weight);
        parameters.accept(bias);
    }
}
