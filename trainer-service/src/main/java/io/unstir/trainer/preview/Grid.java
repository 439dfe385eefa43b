package io.unstir.trainer.preview;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;

/** Samples beside each other as one picture, tiny ones enlarged; points of the plane as a scatter plot. */
final class Grid {
    private static final int CELL = 96;
    private static final int GAP = 4;
    private static final int PLOT = 480;
    private static final double PLANE = 1.2;
    private static final double DOT = 3;
    private static final Color PAPER = new Color(0xf4f4f2);
    private static final Color INK = new Color(0x30, 0x5f, 0xa8, 0xa0);

    private Grid() {}

    /**
     * @param samples rows of {@code [channels, size, size]} in [-1, 1], one after another; channels 1 (grey), 3 (colour), or 2 with
     *     size 1 (points)
     */
    static BufferedImage of(float[] samples, int channels, int size) {
        return channels == 2 && size == 1 ? scatter(samples) : pictures(samples, channels, size);
    }

    private static BufferedImage pictures(float[] samples, int channels, int size) {
        int count = samples.length / (channels * size * size);
        int columns = (int) Math.ceil(Math.sqrt(count));
        int lines = Math.ceilDiv(count, columns);
        int zoom = Math.max(1, CELL / size);
        int cell = zoom * size + GAP;
        BufferedImage grid = paper(columns * cell + GAP, lines * cell + GAP);
        for (int i = 0; i < count; i++) {
            int left = GAP + i % columns * cell;
            int top = GAP + i / columns * cell;
            for (int y = 0; y < zoom * size; y++) {
                for (int x = 0; x < zoom * size; x++) {
                    grid.setRGB(
                            left + x,
                            top + y,
                            colour(samples, i * channels, channels, size, y / zoom * size + x / zoom));
                }
            }
        }
        return grid;
    }

    /** Of one pixel; a channel that isn't there is as the first. */
    private static int colour(float[] samples, int firstPlane, int channels, int size, int pixel) {
        int colour = 0;
        for (int channel = 0; channel < 3; channel++) {
            int plane = firstPlane + (channels == 3 ? channel : 0);
            float value = samples[plane * size * size + pixel];
            colour = colour << 8 | (int) Math.clamp(Math.round((value + 1) * 127.5), 0, 255);
        }
        return colour;
    }

    private static BufferedImage scatter(float[] points) {
        BufferedImage plot = paper(PLOT, PLOT);
        Graphics2D pen = plot.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(INK);
        for (int i = 0; i + 1 < points.length; i += 2) {
            double x = (points[i] / PLANE + 1) / 2 * PLOT;
            double y = (1 - points[i + 1] / PLANE) / 2 * PLOT;
            pen.fill(new Ellipse2D.Double(x - DOT / 2, y - DOT / 2, DOT, DOT));
        }
        pen.dispose();
        return plot;
    }

    private static BufferedImage paper(int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(PAPER);
        pen.fillRect(0, 0, width, height);
        pen.dispose();
        return image;
    }
}
