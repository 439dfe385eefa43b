package io.unstir.sampler.picture;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** The file formats that are taken, told by their first bytes alone. */
enum Format {
    PNG {
        @Override
        boolean begins(byte[] bytes) {
            return startsWith(bytes, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n');
        }

        @Override
        ImageReader reader() {
            return ImageIO.getImageReadersByFormatName("png").next();
        }
    },
    JPEG {
        @Override
        boolean begins(byte[] bytes) {
            return startsWith(bytes, 0, 0xFF, 0xD8, 0xFF);
        }

        @Override
        ImageReader reader() {
            return ImageIO.getImageReadersByFormatName("jpeg").next();
        }
    },
    WEBP {
        @Override
        boolean begins(byte[] bytes) {
            return startsWith(bytes, 0, 'R', 'I', 'F', 'F') && startsWith(bytes, 8, 'W', 'E', 'B', 'P');
        }

        @Override
        ImageReader reader() throws IOException {
            return new WebPImageReaderSpi().createReaderInstance();
        }
    };

    abstract boolean begins(byte[] bytes);

    /** Of this format and no other, so that what a file says it is, is what reads it. */
    abstract ImageReader reader() throws IOException;

    static Optional<Format> of(byte[] bytes) {
        return Arrays.stream(values()).filter(format -> format.begins(bytes)).findFirst();
    }

    private static boolean startsWith(byte[] bytes, int offset, int... signature) {
        if (bytes.length < offset + signature.length) {
            return false;
        }
        for (int i = 0; i < signature.length; i++) {
            if ((bytes[offset + i] & 0xFF) != signature[i]) {
                return false;
            }
        }
        return true;
    }
}
