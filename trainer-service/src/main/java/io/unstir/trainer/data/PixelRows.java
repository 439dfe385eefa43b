package io.unstir.trainer.data;

import io.unstir.trainer.config.Colour;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;

/**
 * A decoded picture's rows as levels from 0 to 255, put on white. Samples are taken as they lie in the raster: the JDK's own
 * conversion takes grey for linear light and would make it lighter.
 */
final class PixelRows {
    private static final int OPAQUE = 255;

    private final BufferedImage image;
    private final Raster raster;
    private final Colour colour;
    private final int bands;
    private final float scale;
    private final int[] samples;

    /** @throws IOException when the picture is of a kind that has no grey or RGB samples */
    PixelRows(BufferedImage image, Colour colour) throws IOException {
        this.image = image;
        this.colour = colour;
        raster = image.getRaster();
        bands = raster.getNumBands();
        int bits = raster.getSampleModel().getSampleSize(0);
        scale = 255f / ((1 << bits) - 1);
        samples = new int[image.getWidth() * bands];
        if (bands > 4 || bits > 16) {
            throw new IOException("%d samples of %d bits a pixel".formatted(bands, bits));
        }
    }

    /**
     * Reads a part of a row.
     *
     * @param planes {@code [channels, width]}
     */
    void read(int left, int y, int width, float[] planes) {
        if (image.getColorModel() instanceof IndexColorModel palette) {
            raster.getSamples(left, y, width, 1, 0, samples);
            for (int x = 0; x < width; x++) {
                int argb = palette.getRGB(samples[x]);
                put(planes, x, width, argb >> 16 & 255, argb >> 8 & 255, argb & 255, argb >>> 24);
            }
            return;
        }
        raster.getPixels(left, y, width, 1, samples);
        boolean alpha = bands % 2 == 0;
        for (int x = 0; x < width; x++) {
            int at = x * bands;
            float red = level(at);
            float green = bands < 3 ? red : level(at + 1);
            float blue = bands < 3 ? red : level(at + 2);
            put(planes, x, width, red, green, blue, alpha ? level(at + bands - 1) : OPAQUE);
        }
    }

    private float level(int at) {
        return scale == 1 ? samples[at] : samples[at] * scale;
    }

    private void put(float[] planes, int x, int width, float red, float green, float blue, float opacity) {
        float alpha = opacity / 255f;
        float white = (1 - alpha) * 255;
        switch (colour) {
            case RGB -> {
                planes[x] = alpha * red + white;
                planes[width + x] = alpha * green + white;
                planes[2 * width + x] = alpha * blue + white;
            }
            // In 1/16384, so that the weights add up to one and grey keeps its level.
            case GREY -> planes[x] = alpha * ((4899 * red + 9617 * green + 1868 * blue) / 16384) + white;
        }
    }
}
