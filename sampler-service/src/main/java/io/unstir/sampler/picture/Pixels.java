package io.unstir.sampler.picture;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;

/** Samples as they lie in the raster, taken for sRGB: no colour space of the JDK touches them. */
final class Pixels {
    private static final int OPAQUE = 0xFF;

    private Pixels() {}

    /** @return {@code 0xAARRGGBB}, row after row; samples of 16 bits are rounded to 8 */
    static int[] of(BufferedImage image, Size size) throws IOException {
        if (image.getWidth() != size.width() || image.getHeight() != size.height()) {
            throw new IOException("decoded to another size than the header's");
        }
        var raster = image.getRaster();
        int bits = raster.getSampleModel().getSampleSize(0);
        int[] argb = new int[size.pixels()];
        for (int y = 0; y < size.height(); y++) {
            if (image.getColorModel() instanceof IndexColorModel palette) {
                looked(raster, y, palette, argb);
            } else {
                packed(raster, y, bits, argb);
            }
        }
        return argb;
    }

    private static void looked(Raster raster, int y, IndexColorModel palette, int[] argb) {
        int width = raster.getWidth();
        int[] row = raster.getSamples(0, y, width, 1, 0, (int[]) null);
        for (int x = 0; x < width; x++) {
            argb[y * width + x] = palette.getRGB(row[x]);
        }
    }

    private static void packed(Raster raster, int y, int bits, int[] argb) throws IOException {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        int[] row = raster.getPixels(0, y, width, 1, (int[]) null);
        for (int i = 0; i < row.length; i++) {
            row[i] = eightBits(row[i], bits);
        }
        for (int x = 0; x < width; x++) {
            int at = x * bands;
            argb[y * width + x] = switch (bands) {
                case 1 -> pack(OPAQUE, row[at], row[at], row[at]);
                case 2 -> pack(row[at + 1], row[at], row[at], row[at]);
                case 3 -> pack(OPAQUE, row[at], row[at + 1], row[at + 2]);
                case 4 -> pack(row[at + 3], row[at], row[at + 1], row[at + 2]);
                default -> throw new IOException("decoded to %d bands".formatted(bands));
            };
        }
    }

    private static int eightBits(int sample, int bits) {
        int most = (1 << bits) - 1;
        return (sample * 255 + most / 2) / most;
    }

    private static int pack(int alpha, int red, int green, int blue) {
        return alpha << 24 | red << 16 | green << 8 | blue;
    }
}
