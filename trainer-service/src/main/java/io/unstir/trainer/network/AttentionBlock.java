package io.unstir.trainer.network;

import io.unstir.trainer.tensor.Ops;
import io.unstir.trainer.tensor.ParameterSpec;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Self-attention over the pixels, then cross-attention from the pixels to the text (Rombach et al. 2022, section 3.3), each
 * around a shortcut and starting as zero.
 */
record AttentionBlock(Norm selfNorm, Attention self, Optional<Cross> cross) implements Layer {

    /** The part for a network with text. */
    private record Cross(Norm norm, Attention attention) {
        <T> T apply(Ops<T> ops, T h, T text) {
            T query = ops.tokens(norm.group(ops, h));
            return ops.add(h, ops.image(attention.apply(ops, query, text), h));
        }
    }

    /** @param textWidth 0 for a network without text */
    static AttentionBlock of(String name, int channels, int textWidth, int heads) {
        return new AttentionBlock(
                Norm.of(name + ".self.norm", channels),
                Attention.of(name + ".self", channels, channels, heads),
                textWidth == 0
                        ? Optional.empty()
                        : Optional.of(new Cross(
                                Norm.of(name + ".cross.norm", channels),
                                Attention.of(name + ".cross", channels, textWidth, heads))));
    }

    /**
     * @param x {@code [batch, channels, height, width]}
     * @param text {@code [batch, tokens, textWidth]}
     */
    <T> T apply(Ops<T> ops, T x, T text) {
        T pixels = ops.tokens(selfNorm.group(ops, x));
        T h = ops.add(x, ops.image(self.apply(ops, pixels, pixels), x));
        return cross.isPresent() ? cross.get().apply(ops, h, text) : h;
    }

    @Override
    public void declare(Consumer<ParameterSpec> parameters) {
        selfNorm.declare(parameters);
        self.declare(parameters);
        cross.ifPresent(part -> {
            part.norm().declare(parameters);
            part.attention().declare(parameters);
        });
    }
}
