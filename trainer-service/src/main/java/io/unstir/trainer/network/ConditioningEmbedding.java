package io.unstir.trainer.network;

import io.unstir.trainer.tensor.Ops;
import io.unstir.trainer.tensor.ParameterSpec;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What every residual block is told: the timestep through sinusoids and two linear layers (Ho et al. 2020), plus the class or the
 * caption as a whole.
 */
record ConditioningEmbedding(int sinusoids, Linear time1, Linear time2, Optional<Told> told) implements Layer {

    /** The part for what else the network is told, {@code [batch, width]}. */
    private sealed interface Told extends Layer {
        <T> T apply(Ops<T> ops, T condition);
    }

    /** The caption's tokens are summed and normalised, so that its length, and the zero rows behind it, do not matter. */
    private record Caption(Norm norm, Linear linear) implements Told {
        @Override
        public <T> T apply(Ops<T> ops, T encoderHiddenStates) {
            return linear.apply(ops, norm.layer(ops, ops.sumTokens(encoderHiddenStates)));
        }

        @Override
        public void declare(Consumer<ParameterSpec> parameters) {
            norm.declare(parameters);
            linear.declare(parameters);
        }
    }

    /** A learned vector a class, and one for "no class" (Dhariwal and Nichol 2021, section 3.1; Ho and Salimans 2022). */
    private record ClassTable(ParameterSpec table) implements Told {
        @Override
        public <T> T apply(Ops<T> ops, T labels) {
            return ops.embedding(labels, ops.parameter(table));
        }

        @Override
        public void declare(Consumer<ParameterSpec> parameters) {
            parameters.accept(table);
        }
    }

    static ConditioningEmbedding of(String name, int sinusoids, Conditioning conditioning, int width) {
        return new ConditioningEmbedding(
                sinusoids,
                Linear.of(name + ".time1", sinusoids, width),
                Linear.of(name + ".time2", width, width),
                told(name, conditioning, width));
    }

    private static Optional<Told> told(String name, Conditioning conditioning, int width) {
        return switch (conditioning) {
            case Conditioning.None() -> Optional.empty();
            case Conditioning.Classes(var names) ->
                Optional.of(new ClassTable(ParameterSpec.uniform(name + ".class", 1, names.size() + 1L, width)));
            case Conditioning.Text text ->
                Optional.of(new Caption(
                        Norm.of(name + ".text.norm", text.width()), Linear.of(name + ".text", text.width(), width)));
        };
    }

    /** The embedding after its last non-linearity, {@code [batch, width]}. Where nothing is told, {@code condition} is not looked at. */
    <T> T apply(Ops<T> ops, T timestep, T condition) {
        T time = time2.apply(ops, ops.silu(time1.apply(ops, ops.sinusoids(timestep, sinusoids))));
        return ops.silu(told.isPresent() ? ops.add(time, told.get().apply(ops, condition)) : time);
    }

    @Override
    public void declare(Consumer<ParameterSpec> parameters) {
        time1.declare(parameters);
        time2.declare(parameters);
        told.ifPresent(part -> part.declare(parameters));
    }
}
