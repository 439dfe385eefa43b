package io.unstir.trainer.network;

import io.unstir.trainer.network.UNetConfig.TimeConditioning;
import io.unstir.trainer.tensor.Ops;
import io.unstir.trainer.tensor.ParameterSpec;
import java.util.function.Consumer;

/**
 * Two convolutions around a shortcut. The embedding of time and text gives a scale and a shift per channel of the second normalisation (Dhariwal
 * and Nichol 2021, section 3.1), or is added before it (Ho et al. 2020). The branch starts as zero.
 */
record ResidualBlock(
        Norm norm1,
        Conv conv1,
        TimeConditioning conditioning,
        Linear modulation,
        Norm norm2,
        float dropout,
        Conv conv2,
        Conv shortcut)
        implements Layer {

    static ResidualBlock of(String name, int in, int out, int embedding, UNetConfig config) {
        TimeConditioning conditioning = config.timeConditioning();
        int values = conditioning == TimeConditioning.SCALE_SHIFT ? 2 * out : out;
        return new ResidualBlock(
                Norm.of(name + ".norm1", in),
                Conv.of(name + ".conv1", in, out, 3, 1),
                conditioning,
                Linear.zero(name + ".modulation", embedding, values),
                Norm.of(name + ".norm2", out),
                (float) config.dropout(),
                Conv.zero(name + ".conv2", out, out, 3),
                in == out ? null : Conv.of(name + ".shortcut", in, out, 1, 1));
    }

    /** @param embedding after its non-linearity, {@code [batch, embedding]} */
    <T> T apply(Ops<T> ops, T x, T embedding) {
        T h = conv1.apply(ops, ops.silu(norm1.group(ops, x)));
        T told = modulation.apply(ops, embedding);
        h = switch (conditioning) {
            case SCALE_SHIFT -> ops.modulate(norm2.group(ops, h), told);
            case ADD -> norm2.group(ops, ops.addPerChannel(h, told));
        };
        h = conv2.apply(ops, ops.dropout(ops.silu(h), dropout));
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
