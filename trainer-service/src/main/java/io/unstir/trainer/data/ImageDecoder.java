package io.unstir.trainer.data;

import io.unstir.trainer.config.Colour;
import io.unstir.trainer.config.Fit;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Makes the network's input of a PNG's, JPEG's or WebP's bytes: {@code [channels, size, size]} in [-1, 1], upright, on white. Of an
 * animation the first picture is taken.
 */
public record ImageDecoder(int size, Colour colour, Fit fit) {
    /** Raised whenever the same file gives other numbers than before: what was decoded earlier is then decoded anew. */
    static final int VERSION = 2;

    private static final int LARGEST_SIDE = 16_384;
    private static final int MOST_PIXELS = 64 << 20;

    /** Shared by all threads: pictures of at most this many pixels are in memory at a time. */
    private static final Semaphore PIXELS = new Semaphore(MOST_PIXELS);

    /** @throws IOException when the bytes are no image that can be used; its message says why */
    public float[] decode(byte[] bytes) throws IOException {
        var damage = new Damage();
        damage.requireLength(bytes);
        ImageReader reader = ImageReaders.of(bytes);
        reader.addIIOReadWarningListener(damage);
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, false, false);
            // Asked before decoding: a small file may claim a huge picture.
            int pixels = pixels(reader.getWidth(0), reader.getHeight(0));
            PIXELS.acquireUninterruptibly(pixels);
            try {
                Orientation orientation = Exif.of(bytes).map(Orientation::of).orElse(Orientation.UPRIGHT);
                float[] square = square(reader.read(0), orientation);
                damage.requireNone();
                return square;
            } finally {
                PIXELS.release(pixels);
            }
        } catch (EOFException e) {
            throw new IOException(Damage.CUT_OFF, e);
        } catch (RuntimeException e) {
            throw new IOException("damaged image", e);
        } finally {
            reader.dispose();
        }
    }

    private static int pixels(int width, int height) throws IOException {
        if (width > LARGEST_SIDE || height > LARGEST_SIDE) {
            throw new IOException("%d x %d pixels, at most %d a side".formatted(width, height, LARGEST_SIDE));
        }
        if ((long) width * height > MOST_PIXELS) {
            throw new IOException("%d x %d pixels, at most %d in all".formatted(width, height, MOST_PIXELS));
        }
        return width * height;
    }

    private float[] square(BufferedImage image, Orientation orientation) throws IOException {
        var window = Window.of(image.getWidth(), image.getHeight(), size, fit);
        float[][] narrow = narrowed(image, window);
        float[] result = new float[colour.channels() * size * size];
        var rows = new BoxAverage(window.height(), window.toHeight());
        float[] part = new float[window.toHeight() * window.toWidth()];
        for (int channel = 0; channel < colour.channels(); channel++) {
            rows.resize(narrow[channel], 1, window.toWidth(), part, 1, window.toWidth(), window.toWidth());
            float[] turned = orientation.turned(onWhite(part, window), size);
            System.arraycopy(turned, 0, result, channel * size * size, turned.length);
        }
        return result;
    }

    /** Each channel's rows with the final width, {@code [height, toWidth]}. */
    private float[][] narrowed(BufferedImage image, Window window) throws IOException {
        var pixels = new PixelRows(image, colour);
        var columns = new BoxAverage(window.width(), window.toWidth());
        int channels = colour.channels();
        float[] row = new float[channels * window.width()];
        float[] narrowRow = new float[channels * window.toWidth()];
        float[][] narrow = new float[channels][window.height() * window.toWidth()];
        for (int y = 0; y < window.height(); y++) {
            pixels.read(window.left(), window.top() + y, window.width(), row);
            columns.resize(row, window.width(), 1, narrowRow, window.toWidth(), 1, channels);
            for (int channel = 0; channel < channels; channel++) {
                System.arraycopy(
                        narrowRow, channel * window.toWidth(), narrow[channel], y * window.toWidth(), window.toWidth());
            }
        }
        return narrow;
    }

    private float[] onWhite(float[] levels, Window window) {
        float[] square = new float[size * size];
        Arrays.fill(square, 1);
        for (int y = 0; y < window.toHeight(); y++) {
            for (int x = 0; x < window.toWidth(); x++) {
                square[(window.toTop() + y) * size + window.toLeft() + x] =
                        levels[y * window.toWidth() + x] / 127.5f - 1;
            }
        }
        return square;
    }
}
