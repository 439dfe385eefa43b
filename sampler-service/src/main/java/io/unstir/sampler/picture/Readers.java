package io.unstir.sampler.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Image I/O's readers, each chosen by name: what else is registered or configured in the process has no say, and no file is written. */
final class Readers {
    private Readers() {}

    static ImageReader png() {
        return ofTheJdk("png");
    }

    static ImageReader jpeg() {
        return ofTheJdk("jpeg");
    }

    static BufferedImage read(ImageReader reader, byte[] file) throws IOException {
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, false, true);
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader ofTheJdk(String format) {
        var readers = ImageIO.getImageReadersByFormatName(format);
        while (readers.hasNext()) {
            var reader = readers.next();
            if (reader.getClass().getModule() == ImageIO.class.getModule()) {
                return reader;
            }
        }
        throw new IllegalStateException("every JDK with java.desktop reads " + format);
    }
}
