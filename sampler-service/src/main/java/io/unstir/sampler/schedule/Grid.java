package io.unstir.sampler.schedule;

/** How a family of solvers lays its times over the schedule, as the implementations they are compared with do. */
public enum Grid {
    /** Training times, the first one (t = 0) among them: DDPM and DDIM. */
    DISCRETE,
    /** Times between the training times too, in units of sigma: Karras et al. 2022 and what followed. Starts with noise of the first sigma. */
    CONTINUOUS,
    /** Training times without t = 0, whose place the image takes: DPM-Solver++ and UniPC. */
    OPEN
}
