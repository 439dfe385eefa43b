package io.unstir.trainer.tensor;

/**
 * The tensor algebra a network is written in. A network is one generic method over {@code Ops<T>}; {@link DjlOps} interprets
 * it to train and {@link OnnxOps} records it to export, so the exported graph cannot drift from the trained one.
 *
 * <p>No operation takes a {@code Number} operand: DJL would wrap it in a tensor that it frees before autograd's backward pass
 * reads it. Sizes and epsilons are attributes of the native operator, not tensors, and therefore safe.
 *
 * @param <T> a tensor of the interpretation; images are {@code [batch, channels, height, width]}, token sequences
 *     {@code [batch, tokens, width]}
 */
public interface Ops<T> {
    /** The trained tensor a layer declared under {@code spec}'s name. */
    T parameter(ParameterSpec spec);

    /** Elementwise sum of equal shapes. */
    T add(T a, T b);

    /** Concatenates along the second axis (channels). */
    T concat(T a, T b);

    /** {@code x · sigmoid(x)} (Elfwing et al. 2017). */
    T silu(T x);

    /** {@code x Wᵀ + b} over the last axis; {@code weight} is {@code [out, in]}, {@code bias} {@code [out]}. */
    T linear(T x, T weight, T bias);

    /** Cross-correlation with zero padding of half the kernel; {@code weight} is {@code [out, in, k, k]}, k odd. */
    T conv2d(T x, T weight, T bias, int stride);

    /** Doubles height and width by repeating pixels. */
    T upsampleNearest(T x);

    /** Group normalisation (Wu and He 2018), eps 1e-5, with a scale and shift per channel. */
    T groupNorm(T x, int groups, T gamma, T beta);

    /** Layer normalisation (Ba et al. 2016) over the last axis, eps 1e-5. */
    T layerNorm(T x, T gamma, T beta);

    /**
     * Adaptive scale and shift, {@code x · (1 + scale) + shift}, per sample and channel.
     *
     * @param x {@code [batch, channels, height, width]}
     * @param scaleAndShift {@code [batch, 2 · channels]}: all scales, then all shifts
     */
    T modulate(T x, T scaleAndShift);

    /** Adds a value per sample and channel, {@code [batch, channels]}, to an image. */
    T addPerChannel(T x, T perChannel);

    /**
     * Rows of a table.
     *
     * @param labels whole numbers from 0 to {@code rows - 1}, {@code [b]}
     * @param table {@code [rows, width]}
     * @return {@code [b, width]}
     */
    T embedding(T labels, T table);

    /** While training, sets a share {@code rate} of the elements to zero and scales the others up (Srivastava et al. 2014); else {@code x}. */
    T dropout(T x, float rate);

    /** A one-pixel image as a vector: {@code [b, c, 1, 1]} to {@code [b, c]}. */
    T vector(T pixel);

    /** The inverse of {@link #vector}. */
    T pixel(T vector);

    /** Image to sequence: {@code [b, c, h, w]} to {@code [b, h·w, c]}. */
    T tokens(T image);

    /** Sequence to image, the inverse of {@link #tokens} for the size of {@code like}. */
    T image(T tokens, T like);

    /** Sum over the tokens: {@code [b, n, c]} to {@code [b, c]}. */
    T sumTokens(T tokens);

    /**
     * Scaled dot-product attention (Vaswani et al. 2017, eq. 1) with the last axis split into {@code heads}.
     *
     * @param query {@code [b, n, c]}
     * @param key {@code [b, m, c]}
     * @param value {@code [b, m, c]}
     */
    T attention(T query, T key, T value, int heads);

    /**
     * Sinusoidal embedding of the timestep (Vaswani et al. 2017, section 3.5, as in Ho et al. 2020): cosines, then sines, of
     * {@code t · 10000^(-i / (width/2))}.
     *
     * @param timestep {@code [b]}
     */
    T sinusoids(T timestep, int width);
}
