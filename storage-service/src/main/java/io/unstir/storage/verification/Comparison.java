package io.unstir.storage.verification;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** How far two pictures are apart. */
sealed interface Comparison {
    /** Of one picture in memory: what the largest that samplers make takes. */
    long MOST_BYTES = 64 << 20;

    /** @param largestDifference between the samples of a pixel, in steps of a sample; 0 is the same picture in another file */
    record Compared(int largestDifference) implements Comparison {}

    record NotCompared(String why) implements Comparison {}

    /** Of two files that were made as the same image. */
    static Comparison of(byte[] original, byte[] again) {
        var one = decoded(original);
        var other = decoded(again);
        if (one.isEmpty() || other.isEmpty()) {
            return new NotCompared("one of the files is no image that can be read");
        }
        return of(one.get().getRaster(), other.get().getRaster());
    }

    private static Comparison of(Raster one, Raster other) {
        var shape = shape(one);
        var otherShape = shape(other);
        if (!shape.equals(otherShape)) {
            return new NotCompared("one picture has %s, the other %s".formatted(shape, otherShape));
        }
        int largest = 0;
        int[] row = null;
        int[] otherRow = null;
        for (int y = 0; y < one.getHeight(); y++) {
            // Samples as they stand in the file: colours would go through profiles.
            row = one.getPixels(0, y, one.getWidth(), 1, row);
            otherRow = other.getPixels(0, y, one.getWidth(), 1, otherRow);
            for (int i = 0; i < row.length; i++) {
                largest = Math.max(largest, Math.abs(row[i] - otherRow[i]));
            }
        }
        return new Compared(largest);
    }

    private static String shape(Raster raster) {
        return "%d x %d pixels of %d samples of %d bits"
                .formatted(
                        raster.getWidth(),
                        raster.getHeight(),
                        raster.getNumBands(),
                        raster.getSampleModel().getSampleSize(0));
    }

    private static Optional<BufferedImage> decoded(byte[] file) {
        try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            var readers = ImageIO.getImageReaders(stream);
            return readers.hasNext() ? decoded(readers.next(), stream) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            // What a reader does with a file that is none is not told.
            return Optional.empty();
        }
    }

    private static Optional<BufferedImage> decoded(ImageReader reader, ImageInputStream stream) throws IOException {
        try {
            reader.setInput(stream, true, true);
            // Asked before decoding: a small file may claim a huge picture.
            return size(reader) > MOST_BYTES ? Optional.empty() : Optional.of(reader.read(0));
        } finally {
            reader.dispose();
        }
    }

    /** In memory. */
    private static long size(ImageReader reader) throws IOException {
        var pixel = reader.getImageTypes(0).next().getSampleModel();
        int bits = pixel.getNumDataElements() * DataBuffer.getDataTypeSize(pixel.getDataType());
        return (long) reader.getWidth(0) * reader.getHeight(0) * bits / Byte.SIZE;
    }
}
