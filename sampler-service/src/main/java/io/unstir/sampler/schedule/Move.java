package io.unstir.sampler.schedule;

/** A part of a trajectory. */
public sealed interface Move {
    /** Towards the image, by the model. */
    record Denoise(Step step) implements Move {}

    /** Back towards noise, by the forward process: x = sqrt(ratio) x + sqrt(1 - ratio) z. @param index unlike that of every other move */
    record Renoise(int index, Node from, Node to) implements Move {
        /** abar at {@code to} over abar at {@code from}. */
        public double ratio() {
            return to.alphaBar() / from.alphaBar();
        }
    }
}
