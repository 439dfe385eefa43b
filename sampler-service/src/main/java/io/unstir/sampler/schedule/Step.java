package io.unstir.sampler.schedule;

/**
 * One question to the model and the step that its answer allows.
 *
 * @param index from 0, in the order of sampling; the step's noise is drawn by it
 * @param from where the step starts
 * @param to where it leads
 * @param left how many steps there are from {@code from} to the trajectory's end, this one included
 * @param few whether the whole trajectory has so few steps that a high order does not pay at its end
 * @param stage 0 asks the model at {@code from}, 1 (Heun's second question) at {@code to}
 */
public record Step(int index, Node from, Node to, int left, boolean few, int stage) {
    /** Below it, the reference implementation of DPM-Solver++ falls back to lower orders at the end. */
    static final int FEW = 15;

    /** The moment at which the model is asked. */
    public Node asked() {
        return stage == 0 ? from : to;
    }

    /** Whether it leads to the image. */
    public boolean last() {
        return to.isImage();
    }
}
