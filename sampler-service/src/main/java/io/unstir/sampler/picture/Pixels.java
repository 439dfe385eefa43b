package io.unstir.sampler.picture;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * The values of a decoded file as they stand in it: no colour management, no rounding. An embedded colour profile is ignored; values are taken for sRGB.
 *
 * @param image grey, grey with alpha, RGB, RGBA or with a palette; 1 to 16 bits
 */
record Pixels(BufferedImage image, Orientation orientation) {
    /** Red, green, blue, alpha. */
    static final int BANDS = 4;

    int width() {
        return orientation.transposed() ? image.getHeight() : image.getWidth();
    }

    int height() {
        return orientation.transposed() ? image.getWidth() : image.getHeight();
    }

    /** A row as the picture is seen: {@link #BANDS} values from 0 to 1 for each pixel. */
    void row(int y, double[] into) {
        for (int x = 0; x < width(); x++) {
            pixel(column(x, y), line(x, y), into, x * BANDS);
        }
    }

    private int column(int x, int y) {
        int along = orientation.transposed() ? y : x;
        return orientation.fromRight() ? image.getWidth() - 1 - along : along;
    }

    private int line(int x, int y) {
        int along = orientation.transposed() ? x : y;
        return orientation.fromBottom() ? image.getHeight() - 1 - along : along;
    }

    private void pixel(int x, int y, double[] into, int at) {
        Raster raster = image.getRaster();
        if (image.getColorModel() instanceof IndexColorModel palette) {
            int argb = palette.getRGB(raster.getSample(x, y, 0));
            into[at] = (argb >> 16 & 0xFF) / 255.0;
            into[at + 1] = (argb >> 8 & 0xFF) / 255.0;
            into[at + 2] = (argb & 0xFF) / 255.0;
            into[at + 3] = (argb >>> 24) / 255.0;
            return;
        }
        int bands = raster.getNumBands();
        boolean grey = bands <= 2;
        for (int band = 0; band < 3; band++) {
            into[at + band] = value(raster, x, y, grey ? 0 : band);
        }
        into[at + 3] = bands % 2 == 0 ? value(raster, x, y, bands - 1) : 1;
    }

    private static double value(Raster raster, int x, int y, int band) {
        double most = (1 << raster.getSampleModel().getSampleSize(band)) - 1;
        return raster.getSample(x, y, band) / most;
    }
}
