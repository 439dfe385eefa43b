package io.unstir.trainer.data;

import io.unstir.trainer.network.Conditioning;
import java.util.List;
import java.util.Optional;

/** Decoded images and what a network is told about them, ready for batches. Immutable; safe for many readers. */
public interface TrainingData {
    /** Number of images, each counted once for every caption it has. */
    int size();

    int channels();

    /** Height and width of an image. */
    int imageSize();

    /** What {@link #copyCondition} writes. */
    Conditioning conditioning();

    /** Writes image {@code index}, {@code [channels, imageSize, imageSize]} in [-1, 1], to {@code target} at {@code offset}. */
    void copyImage(int index, float[] target, int offset);

    /** Writes what is known of image {@code index}, {@link Conditioning#length()} values, to {@code target} at {@code offset}. */
    void copyCondition(int index, float[] target, int offset);

    /** Names of the categories that the images are sorted into; empty where the data set says nothing of any. */
    default List<String> categories() {
        return List.of();
    }

    /** Place of image {@code index}'s category in {@link #categories()}, which must not be empty. */
    default int category(int index) {
        throw new IllegalStateException("This data set has no categories");
    }

    /** Writes what stands for "unconditional": the empty caption or the label after the last class. */
    void copyNoCondition(float[] target, int offset);

    /** What one would ask a model for to get image {@code index}: its caption or class; empty where nothing is told of it. */
    default Optional<String> prompt(int index) {
        return Optional.empty();
    }

    /** SHA-256 (hex) over file names, bytes and captions. */
    String digest();
}
