package io.unstir.trainer.report;

import java.awt.Color;
import java.awt.image.BufferedImage;

/** Values in [-1, 1] as a picture that people can see; small ones are enlarged, each pixel to a square. */
record GreyPicture(int channels, int size) {
    private static final int LEAST_SIDE = 128;

    /** Pixels of a side. */
    int side() {
        return size * scale();
    }

    /** @param image {@code [channels, size, size]}, one channel or three */
    BufferedImage draw(double[] image) {
        var picture = new BufferedImage(side(), side(), BufferedImage.TYPE_INT_RGB);
        int plane = size * size;
        for (int y = 0; y < side(); y++) {
            for (int x = 0; x < side(); x++) {
                int at = y / scale() * size + x / scale();
                int red = level(image[at]);
                int green = channels == 1 ? red : level(image[plane + at]);
                int blue = channels == 1 ? red : level(image[2 * plane + at]);
                picture.setRGB(x, y, new Color(red, green, blue).getRGB());
            }
        }
        return picture;
    }

    private int scale() {
        return Math.max(1, (LEAST_SIDE + size - 1) / size);
    }

    private static int level(double value) {
        return (int) Math.round(Math.clamp((value + 1) * 127.5, 0, 255));
    }
}
