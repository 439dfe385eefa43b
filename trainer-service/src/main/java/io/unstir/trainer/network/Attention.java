package io.unstir.trainer.network;

import io.unstir.trainer.tensor.Ops;
import io.unstir.trainer.tensor.ParameterSpec;
import java.util.function.Consumer;

/** Multi-head attention (Vaswani et al. 2017) with its projections; self-attention where both sequences are the same. */
record Attention(Linear query, Linear key, Linear value, Linear output, int heads) implements Layer {

    static Attention of(String name, int width, int contextWidth, int heads) {
        if (width % heads != 0) {
            throw new IllegalArgumentException(
                    "network.heads: %d does not divide the %d channels of %s".formatted(heads, width, name));
        }
        return new Attention(
                Linear.of(name + ".query", width, width),
                Linear.of(name + ".key", contextWidth, width),
                Linear.of(name + ".value", contextWidth, width),
                Linear.zero(name + ".output", width, width),
                heads);
    }

    /**
     * @param x {@code [batch, n, width]}
     * @param context {@code [batch, m, contextWidth]}
     */
    <T> T apply(Ops<T> ops, T x, T context) {
        T mixed = ops.attention(query.apply(ops, x), key.apply(ops, context), value.apply(ops, context), heads);
        return output.apply(ops, mixed);
    }

    @Override
    public void declare(Consumer<ParameterSpec> parameters) {
        query.declare(parameters);
        key.declare(parameters);
        value.declare(parameters);
        output.declare(parameters);
    }
}
