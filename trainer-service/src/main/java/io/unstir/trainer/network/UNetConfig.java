package io.unstir.trainer.network;

import java.util.List;

/**
 * Sizes of a {@link UNet}.
 *
 * @param imageChannels channels of the image
 * @param channels of each level, from full resolution down; multiples of 8 (the groups of the normalisation)
 * @param blocks residual blocks per level on the way down (one more on the way up)
 * @param attentionLevels levels with attention; the middle always has it
 * @param heads attention heads; divides the channels where there is attention
 * @param textWidth width of an encoded caption's token
 */
public record UNetConfig(
        int imageChannels,
        List<Integer> channels,
        int blocks,
        List<Integer> attentionLevels,
        int heads,
        int textWidth) {
    public UNetConfig {
        channels = List.copyOf(channels);
        attentionLevels = List.copyOf(attentionLevels);
        for (int c : channels) {
            if (c < 8 || c % 8 != 0) {
                throw new IllegalArgumentException("network.channels: " + c + " is not a positive multiple of 8");
            }
        }
        for (int level : attentionLevels) {
            if (level < 0 || level >= channels.size()) {
                throw new IllegalArgumentException(
                        "network.attention_levels: " + level + " is not a level, there are " + channels.size());
            }
        }
    }
}
