package io.unstir.local.image;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.io.IOException;
import java.util.Arrays;

/** What a file's picture is to the image it says it is. */
public enum Likeness {
    /** Every pixel is the same. */
    SAME,
    /** Each pixel became a square. */
    ENLARGED,
    CHANGED;

    /** @param png of the image */
    public static Likeness of(byte[] file, byte[] png) {
        try {
            return of(Scale.decode(file), Scale.decode(png));
        } catch (IOException e) {
            return CHANGED;
        }
    }

    private static Likeness of(BufferedImage file, BufferedImage image) {
        int factor = Math.max(1, file.getWidth() / image.getWidth());
        if (file.getWidth() != image.getWidth() * factor || file.getHeight() != image.getHeight() * factor) {
            return CHANGED;
        }
        for (int y = 0; y < file.getHeight(); y++) {
            for (int x = 0; x < file.getWidth(); x++) {
                if (!isSame(file, x, y, image, x / factor, y / factor)) {
                    return CHANGED;
                }
            }
        }
        return factor == 1 ? SAME : ENLARGED;
    }

    /** By their samples where both have such, since shades of grey are rounded on their way to colours. */
    private static boolean isSame(BufferedImage file, int x, int y, BufferedImage image, int ofX, int ofY) {
        return hasSamples(file)
                        && hasSamples(image)
                        && file.getRaster().getNumBands() == image.getRaster().getNumBands()
                ? Arrays.equals(
                        file.getRaster().getPixel(x, y, (int[]) null),
                        image.getRaster().getPixel(ofX, ofY, (int[]) null))
                : file.getRGB(x, y) == image.getRGB(ofX, ofY);
    }

    private static boolean hasSamples(BufferedImage picture) {
        return picture.getColorModel() instanceof ComponentColorModel;
    }
}
