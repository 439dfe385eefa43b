package io.unstir.sampler.noise;

/** Where one image's standard normal numbers come from. */
public interface Noise {
    /** The draw of a purpose and index, one number an element; the same for every call with both, valid until the next call. */
    double[] draw(Draw purpose, int index);

    /** The starting point x_T. */
    default double[] start() {
        return draw(Draw.START, Draw.NO_STEP);
    }
}
