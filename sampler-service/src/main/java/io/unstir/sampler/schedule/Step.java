package io.unstir.sampler.schedule;

/**
 * One step of the reverse process, from time t to the time before it.
 *
 * @param index from 0, in the order of sampling
 * @param timestep t, at which the model is asked
 * @param alphaBar alpha-bar at t
 * @param alphaBarPrevious alpha-bar at the time the step leads to; 1 for the last step, which leads to the image
 * @param last whether it leads to the image
 */
public record Step(int index, int timestep, double alphaBar, double alphaBarPrevious, boolean last) {}
