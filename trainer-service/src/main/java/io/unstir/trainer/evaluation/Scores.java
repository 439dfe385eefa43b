package io.unstir.trainer.evaluation;

import io.unstir.trainer.metric.Manifolds;
import java.util.OptionalDouble;

/**
 * How near pictures are to the real ones they are compared with.
 *
 * @param pictures how many were looked at
 * @param slicedWasserstein of pixels in [-1, 1]; all others but this are of the classifier's features
 * @param promptAgreement share whose class, by the classifier, is what was asked for; empty where nothing was
 */
public record Scores(
        int pictures,
        double frechetDistance,
        double kernelDistance,
        Manifolds manifolds,
        double slicedWasserstein,
        OptionalDouble promptAgreement) {}
