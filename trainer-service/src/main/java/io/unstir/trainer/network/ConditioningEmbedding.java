package io.unstir.trainer.network;

import io.unstir.trainer.tensor.Ops;
import io.unstir.trainer.tensor.ParameterSpec;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What every residual block is told: the timestep through sinusoids and two linear layers (Ho et al. 2020), plus the caption as
 * a whole. The caption's tokens are summed and normalised, so that its length, and the zero rows behind it, do not matter.
 */
record ConditioningEmbedding(int sinusoids, Linear time1, Linear time2, Optional<Caption> caption) implements Layer {

    /** The part for a network with text. */
    private record Caption(Norm norm, Linear linear) {
        <T> T apply(Ops<T> ops, T encoderHiddenStates) {
            return linear.apply(ops, norm.layer(ops, ops.sumTokens(encoderHiddenStates)));
        }
    }

    /** @param textWidth 0 for a network without text */
    static ConditioningEmbedding of(String name, int sinusoids, int textWidth, int width) {
        return new ConditioningEmbedding(
                sinusoids,
                Linear.of(name + ".time1", sinusoids, width),
                Linear.of(name + ".time2", width, width),
                textWidth == 0
                        ? Optional.empty()
                        : Optional.of(new Caption(
                                Norm.of(name + ".text.norm", textWidth), Linear.of(name + ".text", textWidth, width))));
    }

    /** The embedding after its last non-linearity, {@code [batch, width]}. Without text, {@code encoderHiddenStates} is not looked at. */
    <T> T apply(Ops<T> ops, T timestep, T encoderHiddenStates) {
        T time = time2.apply(ops, ops.silu(time1.apply(ops, ops.sinusoids(timestep, sinusoids))));
        return ops.silu(caption.isPresent() ? ops.add(time, caption.get().apply(ops, encoderHiddenStates)) : time);
    }

    @Override
    public void declare(Consumer<ParameterSpec> parameters) {
        time1.declare(parameters);
        time2.declare(parameters);
        caption.ifPresent(part -> {
            part.norm().declare(parameters);
            part.linear().declare(parameters);
        });
    }
}
