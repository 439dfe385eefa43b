package io.unstir.trainer.network;

import io.unstir.trainer.tensor.ParameterSpec;
import java.util.function.Consumer;

/** A part of a network that owns trained parameters. */
interface Layer {
    /** Names every parameter of this layer, always in the same order. */
    void declare(Consumer<ParameterSpec> parameters);
}
