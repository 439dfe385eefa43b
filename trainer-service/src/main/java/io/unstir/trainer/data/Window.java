package io.unstir.trainer.data;

import io.unstir.trainer.config.Fit;

/**
 * Which part of a picture goes where in the square that is trained on. Whole pixels, centred.
 *
 * @param left first column that is taken of the picture
 * @param top first row
 * @param width columns that are taken
 * @param height rows
 * @param toLeft first column of the square that is filled; what is outside stays white
 * @param toTop first row
 * @param toWidth columns that are filled
 * @param toHeight rows
 */
record Window(int left, int top, int width, int height, int toLeft, int toTop, int toWidth, int toHeight) {

    static Window of(int width, int height, int size, Fit fit) {
        return switch (fit) {
            case CROP -> {
                int side = Math.min(width, height);
                yield new Window((width - side) / 2, (height - side) / 2, side, side, 0, 0, size, size);
            }
            case STRETCH -> new Window(0, 0, width, height, 0, 0, size, size);
            case PAD -> {
                int side = Math.max(width, height);
                int toWidth = scaled(width, size, side);
                int toHeight = scaled(height, size, side);
                yield new Window(0, 0, width, height, (size - toWidth) / 2, (size - toHeight) / 2, toWidth, toHeight);
            }
        };
    }

    /** Rounded, at least one pixel. */
    private static int scaled(int length, int size, int side) {
        return (int) Math.max(1, (2L * length * size + side) / (2L * side));
    }
}
