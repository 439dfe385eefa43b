package io.unstir.trainer.data;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * Image I/O's readers, chosen by a file's first bytes: PNG by the JDK, JPEG (CMYK and colour profiles too) and WebP by TwelveMonkeys.
 * They are named here, because plugins found on the class path depend on which thread asks first.
 */
final class ImageReaders {
    private static final ImageReaderSpi PNG = ofTheJdk("png");
    private static final ImageReaderSpi JPEG = registeredJpeg();
    private static final ImageReaderSpi WEBP = new WebPImageReaderSpi();

    private ImageReaders() {}

    static ImageReader of(byte[] file) throws IOException {
        ImageReaderSpi provider = ImageFormat.of(file)
                .map(format -> switch (format) {
                    case PNG -> PNG;
                    case JPEG -> JPEG;
                    case WEBP -> WEBP;
                })
                .orElseThrow(() -> new IOException("not a PNG, JPEG or WebP"));
        return provider.createReaderInstance(null);
    }

    /** TwelveMonkeys' reader uses the JDK's, which it looks up when it is registered. */
    private static ImageReaderSpi registeredJpeg() {
        var provider = new JPEGImageReaderSpi();
        IIORegistry.getDefaultInstance().registerServiceProvider(provider, ImageReaderSpi.class);
        return provider;
    }

    private static ImageReaderSpi ofTheJdk(String format) {
        var readers = ImageIO.getImageReadersByFormatName(format);
        while (readers.hasNext()) {
            var reader = readers.next();
            if (reader.getClass().getModule() == ImageIO.class.getModule()) {
                return reader.getOriginatingProvider();
            }
        }
        throw new IllegalStateException("Every JDK with java.desktop reads " + format);
    }
}
