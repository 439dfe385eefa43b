package io.unstir.trainer.network;

import io.unstir.trainer.tensor.Ops;
import io.unstir.trainer.tensor.ParameterSpec;
import java.util.function.Consumer;

/** A normalisation's scale and shift per channel; applied by group to images, by layer to vectors. */
record Norm(ParameterSpec gamma, ParameterSpec beta, int groups) implements Layer {
    private static final int GROUPS = 8;

    static Norm of(String name, int channels) {
        return new Norm(
                ParameterSpec.ones(name + ".gamma", channels), ParameterSpec.zeros(name + ".beta", channels), GROUPS);
    }

    <T> T group(Ops<T> ops, T image) {
        return ops.groupNorm(image, groups, ops.parameter(gamma), ops.parameter(beta));
    }

    <T> T layer(Ops<T> ops, T x) {
        return ops.layerNorm(x, ops.parameter(gamma), ops.parameter(beta));
    }

    @Override
    public void declare(Consumer<ParameterSpec> parameters) {
        parameters.accept(gamma);
        parameters.accept(beta);
    }
}
