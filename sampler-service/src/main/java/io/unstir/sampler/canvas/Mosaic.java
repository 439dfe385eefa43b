package io.unstir.sampler.canvas;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** An answer of the model about a whole canvas, put together from its windows: the mean where they overlap, always added in the same order. */
public final class Mosaic {
    private final Canvas canvas;
    private final int planes;
    private final double[] whole;
    private final double[] cover;
    private final boolean single;

    /** @param planes channels of an answer */
    public Mosaic(Canvas canvas, int planes) {
        this.canvas = canvas;
        this.planes = planes;
        this.whole = new double[planes * canvas.height() * canvas.width()];
        var windows = canvas.windows();
        this.single = windows.size() == 1;
        this.cover = new double[single ? 0 : canvas.height() * canvas.width()];
        if (!single) {
            for (var window : windows) {
                for (int row = 0; row < canvas.modelHeight(); row++) {
                    int at = canvas.at(0, window, row);
                    for (int i = at; i < at + canvas.modelWidth(); i++) {
                        cover[i]++;
                    }
                }
            }
        }
    }

    /** Before the first window of an answer. */
    public void clear() {
        Arrays.fill(whole, 0);
    }

    /** Adds the answer about a window, {@code [planes, modelHeight, modelWidth]} from {@code offset} on. */
    public void add(Canvas.Window window, FloatBuffer answer, int offset) {
        int from = offset;
        for (int plane = 0; plane < planes; plane++) {
            for (int row = 0; row < canvas.modelHeight(); row++) {
                int at = canvas.at(plane, window, row);
                for (int i = at; i < at + canvas.modelWidth(); i++) {
                    whole[i] += answer.get(from++);
                }
            }
        }
    }

    /** The answer, {@code [planes, height, width]}, once each window was added; valid until {@link #clear}. */
    public double[] mean() {
        if (!single) {
            for (int i = 0; i < whole.length; i++) {
                whole[i] /= cover[i % cover.length];
            }
        }
        return whole;
    }
}
