package io.unstir.trainer.network;

/**
 * What goes into a network and comes out of it.
 *
 * @param imageChannels channels of {@code sample}
 * @param outputChannels as many, or twice as many where the variance is learned
 * @param conditioning what {@code condition} is
 */
public record Ports(int imageChannels, int outputChannels, Conditioning conditioning) {
    public Ports {
        if (outputChannels != imageChannels && outputChannels != 2 * imageChannels) {
            throw new IllegalArgumentException(
                    "outputChannels: " + outputChannels + " is neither " + imageChannels + " nor twice that");
        }
    }

    /** For a network that answers with as many channels as it gets. */
    public static Ports of(int imageChannels, Conditioning conditioning) {
        return new Ports(imageChannels, imageChannels, conditioning);
    }
}
