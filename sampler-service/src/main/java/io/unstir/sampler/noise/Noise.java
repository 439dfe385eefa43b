package io.unstir.sampler.noise;

/** Where one image's standard normal numbers come from. */
public interface Noise {
    /** The step of the starting point x_T, apart from those of the trajectory. */
    int START = 0xFFFF_FFFF;

    /** The draw of a step, one number an element; the same for every call with that step, valid until the next call. */
    double[] draw(int step);
}
