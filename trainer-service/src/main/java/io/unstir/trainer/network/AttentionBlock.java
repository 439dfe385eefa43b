package io.unstir.trainer.network;

import io.unstir.trainer.tensor.Ops;
import io.unstir.trainer.tensor.ParameterSpec;
import java.util.function.Consumer;

/**
 * Self-attention over the pixels, then cross-attention from the pixels to the text (Rombach et al. 2022, section 3.3), each
 * around a shortcut and starting as zero.
 */
record AttentionBlock(Norm selfNorm, Attention self, Norm crossNorm, Attention cross) implements Layer {

    static AttentionBlock of(String name, int channels, int textWidth, int heads) {
        return new AttentionBlock(
                Norm.of(name + ".self.norm", channels),
                Attention.of(name + ".self", channels, channels, heads),
                Norm.of(name + ".cross.norm", channels),
                Attention.of(name + ".cross", channels, textWidth, heads));
    }

    /**
     * @param x {@code [batch, channels, height, width]}
     * @param text {@code [batch, tokens, textWidth]}
     */
    <T> T apply(Ops<T> ops, T x, T text) {
        T pixels = ops.tokens(selfNorm.group(ops, x));
        T h = ops.add(x, ops.image(self.apply(ops, pixels, pixels), x));
        T query = ops.tokens(crossNorm.group(ops, h));
        return ops.add(h, ops.image(cross.apply(ops, query, text), h));
    }

    @Override
    public void declare(Consumer<ParameterSpec> parameters) {
        selfNorm.declare(parameters);
        self.declare(parameters);
        crossNorm.declare(parameters);
        cross.declare(parameters);
    }
}
