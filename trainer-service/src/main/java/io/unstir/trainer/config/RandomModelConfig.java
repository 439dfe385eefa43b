package io.unstir.trainer.config;

import io.unstir.trainer.network.Conditioning;
import io.unstir.trainer.network.Ports;
import io.unstir.trainer.network.UNetConfig;

/**
 * The shape of a network that is exported without training.
 *
 * @param imageSize height and width
 * @param seed of the weights
 */
public record RandomModelConfig(String model, UNetConfig network, int imageSize, long seed) {
    private static final int RGB = 3;

    /** Coloured images, and nothing told of them. */
    public Ports ports() {
        return Ports.of(RGB, new Conditioning.None());
    }
}
