package io.unstir.trainer.network;

import io.unstir.trainer.tensor.Ops;
import io.unstir.trainer.tensor.ParameterSpec;
import java.util.List;
import java.util.Map;

/**
 * A network as training, export and bundles see it, whatever its layers are. Written once against {@link Ops}; immutable, since
 * its weights are kept elsewhere by name.
 */
public sealed interface Network permits UNet, PlainUNet, Mlp {
    /**
     * Predicts what the checkpoint's prediction type says (noise, image or velocity), followed by v where the variance is learned.
     *
     * @param sample x_t, {@code [batch, channels, height, width]}
     * @param timestep t, {@code [batch]}, 0 to T - 1
     * @param condition as {@link Ports#conditioning} says: encoded captions {@code [batch, tokens, width]}, labels {@code [batch]}, or
     *     not looked at
     * @return as {@code sample}, with {@link Ports#outputChannels} channels
     */
    <T> T apply(Ops<T> ops, T sample, T timestep, T condition);

    /** Every parameter, always in the same order. */
    List<ParameterSpec> parameters();

    /** What goes in and comes out. */
    Ports ports();

    /** The content of {@code unet/config.json}. */
    Map<String, Object> description();
}
