package io.unstir.gateway.images;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * How large an image is, in pixels, as its file's header says. Nothing is decoded; what else is wrong with a file is the samplers'
 * to find, who look at all of it.
 */
record ImageHeader(long width, long height) {
    private static final int PNG_SIGNATURE = 8;
    private static final int PNG_HEADER_LENGTH = 13;
    private static final int PNG_HEADER = 0x49484452;

    private static final int JPEG_MARKER = 0xFF;
    private static final int JPEG_END = 0xD9;
    private static final int JPEG_SCAN = 0xDA;

    private static final int WEBP_SIGNATURE = 12;
    private static final int VP8L_SIGNATURE = 0x2F;
    private static final int VP8_START = 0x2A019D;

    long pixels() {
        return width * height;
    }

    /** Empty where the file has no such header, or ends in it. The file stays open. */
    static Optional<ImageHeader> of(ImageFormat format, InputStream file) {
        var in = new DataInputStream(new BufferedInputStream(file));
        try {
            return switch (format) {
                case PNG -> png(in);
                case JPEG -> jpeg(in);
                case WEBP -> webp(in);
            };
        } catch (EOFException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<ImageHeader> png(DataInputStream in) throws IOException {
        in.skipNBytes(PNG_SIGNATURE);
        if (in.readInt() != PNG_HEADER_LENGTH || in.readInt() != PNG_HEADER) {
            return Optional.empty();
        }
        return header(Integer.toUnsignedLong(in.readInt()), Integer.toUnsignedLong(in.readInt()));
    }

    /** From segment to segment, up to the frame that says it. */
    private static Optional<ImageHeader> jpeg(DataInputStream in) throws IOException {
        in.skipNBytes(2);
        while (true) {
            if (in.readUnsignedByte() != JPEG_MARKER) {
                return Optional.empty();
            }
            int marker = in.readUnsignedByte();
            while (marker == JPEG_MARKER) {
                marker = in.readUnsignedByte();
            }
            if (marker == JPEG_SCAN || marker == JPEG_END) {
                return Optional.empty();
            }
            if (marker == 0x01 || marker >= 0xD0 && marker <= 0xD7) {
                continue;
            }
            int length = in.readUnsignedShort();
            if (isFrame(marker)) {
                in.skipNBytes(1);
                int height = in.readUnsignedShort();
                return header(in.readUnsignedShort(), height);
            }
            in.skipNBytes(Math.max(0, length - 2));
        }
    }

    /** All of SOF0 to SOF15, among which stand the tables DHT, JPG and DAC. */
    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    /** From chunk to chunk, up to the first that says it: RFC 9649. */
    private static Optional<ImageHeader> webp(DataInputStream in) throws IOException {
        in.skipNBytes(WEBP_SIGNATURE);
        while (true) {
            String chunk = new String(in.readNBytes(4), ISO_8859_1);
            long length = Integer.toUnsignedLong(littleEndian(in, 4));
            switch (chunk) {
                case "VP8X" -> {
                    in.skipNBytes(4);
                    int width = littleEndian(in, 3);
                    return header(width + 1L, littleEndian(in, 3) + 1L);
                }
                case "VP8L" -> {
                    boolean signed = in.readUnsignedByte() == VP8L_SIGNATURE;
                    int sides = littleEndian(in, 4);
                    return signed ? header((sides & 0x3FFF) + 1L, (sides >> 14 & 0x3FFF) + 1L) : Optional.empty();
                }
                case "VP8 " -> {
                    in.skipNBytes(3);
                    boolean started = littleEndian(in, 3) == VP8_START;
                    int width = littleEndian(in, 2) & 0x3FFF;
                    return started ? header(width, littleEndian(in, 2) & 0x3FFF) : Optional.empty();
                }
                default -> in.skipNBytes(length + (length & 1));
            }
        }
    }

    private static Optional<ImageHeader> header(long width, long height) {
        return width < 1 || height < 1 ? Optional.empty() : Optional.of(new ImageHeader(width, height));
    }

    private static int littleEndian(DataInputStream in, int bytes) throws IOException {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= in.readUnsignedByte() << 8 * i;
        }
        return value;
    }
}
