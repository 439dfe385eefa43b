package io.unstir.sampler.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A picture that somebody gave: PNG, JPEG (turned as its EXIF says) or WebP. What lies under transparent pixels is white. A picture of another size than wanted is
 * scaled until it covers that size, keeping its proportions, and what juts out is cut off on both sides alike.
 */
public final class Picture {
    private static final int LARGEST_SIDE = 8192;
    private static final long MOST_PIXELS = 16L << 20;
    /** ITU-R BT.601. */
    private static final double[] LUMA = {0.299, 0.587, 0.114};

    private final Pixels pixels;

    private Picture(Pixels pixels) {
        this.pixels = pixels;
    }

    /**
     * Reads a file, after a look at its first bytes and its header, so that nothing large is made of something small.
     *
     * @param field what the file is called in messages
     * @throws PictureException when it is none of the formats, too large, or broken
     */
    public static Picture decode(String field, byte[] bytes) {
        var format =
                Format.of(bytes).orElseThrow(() -> new PictureException(field, "must be a PNG, JPEG or WebP file"));
        ImageReader reader = null;
        // Streams of ImageIO with a cache of their own would put the file on the disk.
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader = format.reader();
            reader.setInput(in, true, true);
            requireSize(field, reader.getWidth(0), reader.getHeight(0));
            BufferedImage image = reader.read(0);
            requireSize(field, image.getWidth(), image.getHeight());
            return new Picture(new Pixels(image, format == Format.JPEG ? Orientation.of(bytes) : Orientation.UPRIGHT));
        } catch (PictureException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new PictureException(field, "is a broken or unsupported %s file".formatted(format));
        } finally {
            if (reader != null) {
                reader.dispose();
            }
        }
    }

    public int width() {
        return pixels.width();
    }

    public int height() {
        return pixels.height();
    }

    /** {@code [channels, height, width]} in [-1, 1], for 1 channel (grey) or 3 (RGB); at its own size value v of 255 is v / 127.5 - 1. */
    public double[] sample(int channels, int height, int width) {
        double[] rgba = scaled(height, width);
        int area = height * width;
        double[] sample = new double[channels * area];
        for (int i = 0; i < area; i++) {
            if (channels == 1) {
                sample[i] = 2 * grey(rgba, i) - 1;
            } else {
                for (int channel = 0; channel < channels; channel++) {
                    sample[channel * area + i] = 2 * rgba[i * Pixels.BANDS + channel] - 1;
                }
            }
        }
        return sample;
    }

    /** {@code [height, width]} from 0 to 1: how light a pixel is or, in a file with transparent pixels, how transparent. */
    public double[] mask(int height, int width) {
        double[] rgba = scaled(height, width);
        boolean transparent = false;
        for (int i = 3; i < rgba.length; i += Pixels.BANDS) {
            transparent |= rgba[i] < 1;
        }
        double[] mask = new double[height * width];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = transparent ? 1 - rgba[i * Pixels.BANDS + 3] : grey(rgba, i);
        }
        return mask;
    }

    /** Equal channels are that grey, exactly. */
    private static double grey(double[] rgba, int pixel) {
        int at = pixel * Pixels.BANDS;
        if (rgba[at] == rgba[at + 1] && rgba[at] == rgba[at + 2]) {
            return rgba[at];
        }
        return LUMA[0] * rgba[at] + LUMA[1] * rgba[at + 1] + LUMA[2] * rgba[at + 2];
    }

    /** {@code [height, width, RGBA]}, colours over white. Row by row, so that a large file needs no more than a few rows beside it. */
    private double[] scaled(int height, int width) {
        double scale = StrictMath.max((double) width / width(), (double) height / height());
        var columns = Weights.of(width(), width, scale);
        var rows = Weights.of(height(), height, scale);
        double[] result = new double[height * width * Pixels.BANDS];
        double[] line = new double[width() * Pixels.BANDS];
        for (int y = 0; y < height; y++) {
            double[] parts = rows.weights()[y];
            for (int k = 0; k < parts.length; k++) {
                overWhite(rows.first()[y] + k, line);
                addLine(line, columns, parts[k], result, y * width * Pixels.BANDS);
            }
        }
        return result;
    }

    private void overWhite(int y, double[] line) {
        pixels.row(y, line);
        for (int at = 0; at < line.length; at += Pixels.BANDS) {
            double alpha = line[at + 3];
            if (alpha < 1) {
                for (int band = 0; band < 3; band++) {
                    line[at + band] = alpha * line[at + band] + (1 - alpha);
                }
            }
        }
    }

    private static void addLine(double[] line, Weights columns, double part, double[] result, int offset) {
        for (int x = 0; x < columns.first().length; x++) {
            double[] parts = columns.weights()[x];
            for (int k = 0; k < parts.length; k++) {
                double weight = part * parts[k];
                int from = (columns.first()[x] + k) * Pixels.BANDS;
                for (int band = 0; band < Pixels.BANDS; band++) {
                    result[offset + x * Pixels.BANDS + band] += weight * line[from + band];
                }
            }
        }
    }

    private static void requireSize(String field, int width, int height) {
        if (width < 1 || height < 1 || width > LARGEST_SIDE || height > LARGEST_SIDE) {
            throw new PictureException(
                    field, "must have sides of 1 to %d pixels (got %d x %d)".formatted(LARGEST_SIDE, width, height));
        }
        if ((long) width * height > MOST_PIXELS) {
            throw new PictureException(
                    field, "must have at most %d pixels (got %d x %d)".formatted(MOST_PIXELS, width, height));
        }
    }
}
