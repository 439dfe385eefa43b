package io.unstir.trainer.evaluation;

import io.unstir.trainer.metric.Cloud;

/**
 * What a classifier sees in pictures.
 *
 * @param features {@code [pictures, ImageClassifier.FEATURES]}
 * @param answers the likeliest class of each picture
 */
record Sight(Cloud features, int[] answers) {}
