package io.unstir.trainer.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Makes the network's input of a PNG's or JPEG's bytes: {@code [3, size, size]} in [-1, 1], on white. */
record ImageDecoder(int size) {
    static final int CHANNELS = 3;
    private static final int LARGEST_SIDE = 8192;

    /** @throws IOException when the bytes are no image that can be used; its message says why */
    float[] decode(byte[] bytes) throws IOException {
        BufferedImage image = read(bytes);
        int height = image.getHeight();
        int width = image.getWidth();
        float[] planes = planes(image);
        float[] narrow = new float[CHANNELS * height * size];
        new BoxAverage(width, size).resize(planes, width, 1, narrow, size, 1, CHANNELS * height);
        float[] result = new float[CHANNELS * size * size];
        float[] plane = new float[height * size];
        float[] small = new float[size * size];
        for (int channel = 0; channel < CHANNELS; channel++) {
            System.arraycopy(narrow, channel * plane.length, plane, 0, plane.length);
            new BoxAverage(height, size).resize(plane, 1, size, small, 1, size, size);
            for (int i = 0; i < small.length; i++) {
                result[channel * small.length + i] = small[i] / 127.5f - 1;
            }
        }
        return result;
    }

    private static BufferedImage read(byte[] bytes) throws IOException {
        try (var in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            var readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("not a PNG or JPEG");
            }
            var reader = readers.next();
            try {
                reader.setInput(in);
                // Asked before decoding: a small file may claim a huge picture.
                if (reader.getWidth(0) > LARGEST_SIDE || reader.getHeight(0) > LARGEST_SIDE) {
                    throw new IOException("%d x %d pixels, at most %d a side"
                            .formatted(reader.getWidth(0), reader.getHeight(0), LARGEST_SIDE));
                }
                return reader.read(0);
            } catch (RuntimeException e) {
                throw new IOException("damaged image", e);
            } finally {
                reader.dispose();
            }
        }
    }

    /** Red, green and blue in 0 to 255, transparent pixels composited on white. */
    private static float[] planes(BufferedImage image) {
        int width = image.getWidth();
        int pixels = width * image.getHeight();
        int[] argb = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
        float[] planes = new float[CHANNELS * pixels];
        for (int i = 0; i < pixels; i++) {
            float alpha = (argb[i] >>> 24) / 255f;
            for (int channel = 0; channel < CHANNELS; channel++) {
                int value = argb[i] >> (8 * (2 - channel)) & 0xff;
                planes[channel * pixels + i] = alpha * value + (1 - alpha) * 255;
            }
        }
        return planes;
    }
}
