package io.unstir.sampler.model;

/**
 * A tensor whose bytes are in another file than the graph.
 *
 * @param tensor its name
 * @param location of the file, as the graph says it
 */
record OutsideTensor(String tensor, String location, long elements) {}
