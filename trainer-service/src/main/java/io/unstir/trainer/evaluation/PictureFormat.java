package io.unstir.trainer.evaluation;

import io.unstir.trainer.data.TrainingData;

/**
 * @param channels 3 for colour, 1 for grey
 * @param size height and width
 */
record PictureFormat(int channels, int size) {
    static PictureFormat of(TrainingData data) {
        return new PictureFormat(data.channels(), data.imageSize());
    }

    /** Values of a picture, {@code [channels, size, size]}. */
    int length() {
        return channels * size * size;
    }
}
