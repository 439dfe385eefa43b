package io.unstir.trainer.preview;

import java.nio.file.Path;

/**
 * Pictures of how far a run is, both PNG.
 *
 * @param samples images the network makes
 * @param lossCurve the loss of every step so far
 */
public record Preview(Path samples, Path lossCurve) {}
