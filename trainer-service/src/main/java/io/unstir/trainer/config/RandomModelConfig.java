package io.unstir.trainer.config;

import io.unstir.trainer.network.UNetConfig;

/**
 * The shape of a network that is exported without training.
 *
 * @param imageSize height and width
 * @param seed of the weights
 */
public record RandomModelConfig(String model, UNetConfig network, int imageSize, long seed) {}
