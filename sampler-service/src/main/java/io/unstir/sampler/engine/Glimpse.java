package io.unstir.sampler.engine;

import io.unstir.sampler.canvas.Canvas;

/**
 * What an image may become, seen after {@code step} of its {@code steps}.
 *
 * @param x0 the image the model predicts, {@code [channels, height, width]}; the owner's own copy
 */
public record Glimpse(int image, int step, int steps, Canvas canvas, double[] x0) {}
