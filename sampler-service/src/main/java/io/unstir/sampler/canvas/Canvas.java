package io.unstir.sampler.canvas;

import java.util.ArrayList;
import java.util.List;

/**
 * The image's size and the windows of the model's size that cover it. Where it is larger than the model's, the model is asked about each window and its answers are
 * averaged where windows overlap: Bar-Tal et al. 2023, "MultiDiffusion: Fusing Diffusion Paths for Controlled Image Generation", eq. 5.
 *
 * @param modelHeight rows the model takes
 * @param modelWidth columns the model takes
 */
public record Canvas(int channels, int height, int width, int modelHeight, int modelWidth) {
    /** Of the model's sides. */
    private static final int LARGEST = 4;

    /** A part of the canvas that the model sees at once. */
    public record Window(int top, int left) {}

    public Canvas {
        requireSide("height", height, modelHeight);
        requireSide("width", width, modelWidth);
    }

    public static Canvas ofModel(int channels, int height, int width) {
        return new Canvas(channels, height, width, height, width);
    }

    public int elements() {
        return channels * height * width;
    }

    public int longestSide() {
        return StrictMath.max(height, width);
    }

    /** From the top left, each overlapping the one before it by at least half. */
    public List<Window> windows() {
        var windows = new ArrayList<Window>();
        for (int top : offsets(height, modelHeight)) {
            for (int left : offsets(width, modelWidth)) {
                windows.add(new Window(top, left));
            }
        }
        return windows;
    }

    /** Copies a window of {@code x}, {@code [channels, height, width]}, to {@code into}, {@code [channels, modelHeight, modelWidth]}. */
    public void cut(Window window, double[] x, double[] into) {
        for (int channel = 0; channel < channels; channel++) {
            for (int row = 0; row < modelHeight; row++) {
                System.arraycopy(
                        x, at(channel, window, row), into, (channel * modelHeight + row) * modelWidth, modelWidth);
            }
        }
    }

    /** Where column 0 of a window's row lies in an array of any number of planes of the canvas's size. */
    int at(int plane, Window window, int row) {
        return (plane * height + window.top() + row) * width + window.left();
    }

    private static List<Integer> offsets(int side, int model) {
        var offsets = new ArrayList<Integer>();
        int stride = StrictMath.max(1, model / 2);
        for (int offset = 0; offset + model < side; offset += stride) {
            offsets.add(offset);
        }
        offsets.add(side - model);
        return offsets;
    }

    private static void requireSide(String field, int side, int model) {
        if (side < model || side > LARGEST * model) {
            throw new IllegalArgumentException(
                    "%s must be %d to %d for this model (got %d)".formatted(field, model, LARGEST * model, side));
        }
    }
}
