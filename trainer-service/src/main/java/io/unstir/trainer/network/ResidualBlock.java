package io.unstir.trainer.network;

import io.unstir.trainer.tensor.Ops;
import io.unstir.trainer.tensor.ParameterSpec;
import java.util.function.Consumer;

/**
 * Two convolutions around a shortcut, conditioned by adaptive group normalisation (Dhariwal and Nichol 2021, section 3.1): the
 * embedding of time and text gives a scale and a shift per channel. The branch starts as zero.
 */
record ResidualBlock(Norm norm1, Conv conv1, Linear modulation, Norm norm2, Conv conv2, Conv shortcut)
        implements Layer {

    static ResidualBlock of(String name, int in, int out, int embedding) {
        return new ResidualBlock(
                Norm.of(name + ".norm1", in),
                Conv.of(name + ".conv1", in, out, 3, 1),
                Linear.zero(name + ".modulation", embedding, 2 * out),
                Norm.of(name + ".norm2", out),
                Conv.zero(name + ".conv2", out, out, 3),
                in == out ? null : Conv.of(name + ".shortcut", in, out, 1, 1));
    }

    /** @param embedding after its non-linearity, {@code [batch, embedding]} */
    <T> T apply(Ops<T> ops, T x, T embedding) {
        T h = conv1.apply(ops, ops.silu(norm1.group(ops, x)));
        h = ops.modulate(norm2.group(ops, h), modulation.apply(ops, embedding));
        h = conv2.apply(ops, ops.silu(h));
        return ops.add(shortcut == null ? x : shortcut.apply(ops, x), h);
    }

    @Override
    public void declare(Consumer<ParameterSpec> parameters) {
        norm1.declare(parameters);
        conv1.declare(parameters);
        modulation.declare(parameters);
        norm2.declare(parameters);
        conv2.declare(parameters);
        if (shortcut != null) {
            shortcut.declare(parameters);
        }
    }
}
