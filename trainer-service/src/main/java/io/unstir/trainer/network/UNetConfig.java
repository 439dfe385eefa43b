package io.unstir.trainer.network;

import java.util.List;

/**
 * Sizes of a {@link UNet}.
 *
 * @param channels of each level, from full resolution down; multiples of 8 (the groups of the normalisation)
 * @param blocks residual blocks per level on the way down (one more on the way up)
 * @param attentionLevels levels with attention; the middle always has it
 * @param heads attention heads; divides the channels where there is attention
 * @param dropout share of a residual branch's values set to zero while training, 0 to below 1
 * @param timeConditioning how a residual block is told the time
 */
public record UNetConfig(
        List<Integer> channels,
        int blocks,
        List<Integer> attentionLevels,
        int heads,
        double dropout,
        TimeConditioning timeConditioning) {

    /** What the embedding of time (and class or text) does in a residual block. */
    public enum TimeConditioning {
        /** Scale and shift of the second normalisation (Dhariwal and Nichol 2021, section 3.1). */
        SCALE_SHIFT,
        /** Added between the two convolutions (Ho et al. 2020). */
        ADD
    }

    public UNetConfig {
        channels = List.copyOf(channels);
        attentionLevels = List.copyOf(attentionLevels);
        for (int c : channels) {
            if (c < 8 || c % 8 != 0) {
                throw new IllegalArgumentException("network.channels: " + c + " is not a positive multiple of 8");
            }
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("network.dropout: " + dropout + " is not in [0, 1)");
        }
        for (int level : attentionLevels) {
            if (level < 0 || level >= channels.size()) {
                throw new IllegalArgumentException(
                        "network.attention_levels: " + level + " is not a level, there are " + channels.size());
            }
        }
    }
}
