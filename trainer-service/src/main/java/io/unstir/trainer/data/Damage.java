package io.unstir.trainer.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/** Finds files that end too early; readers would make up the rest of the picture. */
final class Damage implements IIOReadWarningListener {
    static final String CUT_OFF = "the file is cut off";

    private static final int RIFF_HEADER = 8;

    private boolean cutOff;

    /** A WebP says how long it is. Its reader, too, would go on for minutes with zeros. */
    void requireLength(byte[] file) throws IOException {
        boolean webP = ImageFormat.of(file).equals(Optional.of(ImageFormat.WEBP));
        if (webP && riffLength(file) > file.length) {
            throw new IOException(CUT_OFF);
        }
    }

    private static long riffLength(byte[] file) {
        return RIFF_HEADER
                + Integer.toUnsignedLong(
                        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(RIFF_HEADER / 2));
    }

    /** What libjpeg says of a file without its end; its other warnings tell of files that everybody shows. */
    @Override
    public void warningOccurred(ImageReader source, String warning) {
        cutOff |= warning.contains("Truncated File") || warning.contains("premature end");
    }

    void requireNone() throws IOException {
        if (cutOff) {
            throw new IOException(CUT_OFF);
        }
    }
}
