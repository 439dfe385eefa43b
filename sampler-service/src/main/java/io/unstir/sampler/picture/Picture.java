package io.unstir.sampler.picture;

import java.io.IOException;

/**
 * An uploaded PNG, JPEG or WebP as the engine needs it: the same numbers from the same bytes, wherever it is read.
 *
 * <p>Samples are taken for sRGB and rounded to 8 bits; colour profiles and gamma in the file are ignored. An EXIF orientation is followed.
 * What is transparent lies over white. A picture of another size than wanted is scaled, its aspect kept, until it just covers the wanted
 * size, and cut at the centre: by the mean of the area when it shrinks, bilinearly when it grows, not at all when it fits.
 */
public final class Picture {
    /** One file at a time: the largest one takes some 200 MiB while it is read, and 64 MiB as a picture. */
    private static final Object READING = new Object();

    private final Size size;
    /** {@code 0xAARRGGBB}, row after row, upright. */
    private final int[] argb;

    private Picture(Size size, int[] argb) {
        this.size = size;
        this.argb = argb;
    }

    /**
     * @param field what the file was given as, for its owner's eyes: {@code init_image} or {@code mask}
     * @throws PictureException when it is no PNG, JPEG (grey or RGB) or WebP, is animated, damaged or cut off, or has more than 16 MiB, 8192
     *     pixels a side or 16 Mi pixels in all; those limits are checked before anything is decoded
     */
    public static Picture of(String field, byte[] bytes) {
        var upload = new Upload(field, bytes);
        var file = StillFile.of(upload);
        synchronized (READING) {
            int[] stored = decoded(upload, file);
            return new Picture(
                    file.orientation().turned(file.size()), file.orientation().turned(stored, file.size()));
        }
    }

    public int width() {
        return size.width();
    }

    public int height() {
        return size.height();
    }

    /**
     * The picture as a model's sample. One already of that size comes back from {@code Png.of} with the 8-bit values it has.
     *
     * @param channels 1 (luminance, BT.601) or 3 (RGB)
     * @return {@code [channels, height, width]} in [-1, 1]
     */
    public double[] sample(int channels, int height, int width) {
        double[] sample = new double[channels * height * width];
        switch (channels) {
            case 1 -> levels(sample, height, width, Channel.LUMINANCE);
            case 3 -> levels(sample, height, width, Channel.RED, Channel.GREEN, Channel.BLUE);
            default -> throw new IllegalArgumentException("channels must be 1 or 3 (got " + channels + ")");
        }
        for (int i = 0; i < sample.length; i++) {
            sample[i] = sample[i] / 127.5 - 1;
        }
        return sample;
    }

    /**
     * The picture as a mask: 1 is made anew, 0 is kept. Where any pixel is transparent at all, transparency is what counts (as in OpenAI's
     * image edits); else luminance, and white is made anew. Scaled and cut as a sample of that size.
     *
     * @return {@code [height, width]} in [0, 1]
     */
    public double[] mask(int height, int width) {
        double[] mask = new double[height * width];
        levels(mask, height, width, isOpaque() ? Channel.LUMINANCE : Channel.TRANSPARENCY);
        for (int i = 0; i < mask.length; i++) {
            mask[i] /= 255;
        }
        return mask;
    }

    private void levels(double[] out, int height, int width, Channel... channels) {
        if (height < 1 || width < 1 || height > Size.LONGEST || width > Size.LONGEST) {
            throw new IllegalArgumentException(
                    "height and width must be 1 to %d (got %d x %d)".formatted(Size.LONGEST, height, width));
        }
        var cover = Cover.of(size, new Size(width, height));
        for (int i = 0; i < channels.length; i++) {
            cover.levels(argb, size.width(), channels[i], out, i * height * width);
        }
    }

    private boolean isOpaque() {
        for (int pixel : argb) {
            if (pixel >>> 24 != 0xFF) {
                return false;
            }
        }
        return true;
    }

    /** Decoders meet what a file's structure does not show with every kind of exception; its owner needs to know none of them. */
    private static int[] decoded(Upload upload, StillFile file) {
        try {
            return file.decode();
        } catch (IOException | RuntimeException e) {
            throw upload.refusal("must be an undamaged file (got one that can't be decoded)", e);
        }
    }
}
