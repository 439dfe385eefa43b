package io.unstir.trainer.data;

/** Decoded images and encoded captions, ready for batches. Immutable; safe for many readers. */
public interface TrainingData {
    /** Number of image and caption pairs. */
    int size();

    int channels();

    /** Height and width of an image. */
    int imageSize();

    /** Rows of an encoded caption. */
    int maxTokens();

    /** Columns of an encoded caption. */
    int textWidth();

    /** Writes image {@code index}, {@code [channels, imageSize, imageSize]} in [-1, 1], to {@code target} at {@code offset}. */
    void copyImage(int index, float[] target, int offset);

    /** Writes encoded caption {@code index}, {@code [maxTokens, textWidth]}, to {@code target} at {@code offset}. */
    void copyCaption(int index, float[] target, int offset);

    /** Writes the encoding of the empty caption, which stands for "unconditional". */
    void copyEmptyCaption(float[] target, int offset);

    /** SHA-256 (hex) over file names, bytes and captions. */
    String digest();
}
