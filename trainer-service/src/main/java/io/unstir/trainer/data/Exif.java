package io.unstir.trainer.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Finds the EXIF block (a TIFF structure) of a PNG, JPEG or WebP. Damage before it is found means that there is none. */
final class Exif {
    private static final int JPEG_SCAN = 0xDA;
    private static final String JPEG_EXIF = "Exif\0\0";

    private final ByteBuffer file;

    private Exif(byte[] bytes) {
        file = ByteBuffer.wrap(bytes);
    }

    static Optional<ByteBuffer> of(byte[] bytes) {
        var exif = new Exif(bytes);
        return ImageFormat.of(bytes).flatMap(format -> switch (format) {
            case PNG -> exif.inPng();
            case JPEG -> exif.inJpeg();
            case WEBP -> exif.inWebP();
        });
    }

    /** Segments: marker, then length with itself counted, then content; the picture's begin ends the search. */
    private Optional<ByteBuffer> inJpeg() {
        int at = 2;
        while (has(at, 4) && file.get(at) == (byte) 0xFF && (file.get(at + 1) & 0xFF) != JPEG_SCAN) {
            int length = file.getShort(at + 2) & 0xFFFF;
            if ((file.get(at + 1) & 0xFF) == 0xE1 && ImageFormat.has(file.array(), at + 4, JPEG_EXIF)) {
                return block(at + 4 + JPEG_EXIF.length(), length - 2L - JPEG_EXIF.length());
            }
            at += 2 + length;
        }
        return Optional.empty();
    }

    /** Chunks: length, name, content, checksum. */
    private Optional<ByteBuffer> inPng() {
        long at = 8;
        while (has(at, 12)) {
            long length = file.getInt((int) at) & 0xFFFF_FFFFL;
            if (ImageFormat.has(file.array(), (int) at + 4, "eXIf")) {
                return block(at + 8, length);
            }
            at += 12 + length;
        }
        return Optional.empty();
    }

    /** Chunks of RIFF: name, length, content, padded to an even length. */
    private Optional<ByteBuffer> inWebP() {
        file.order(ByteOrder.LITTLE_ENDIAN);
        long at = 12;
        while (has(at, 8)) {
            long length = file.getInt((int) at + 4) & 0xFFFF_FFFFL;
            if (ImageFormat.has(file.array(), (int) at, "EXIF")) {
                // Some writers leave JPEG's prefix in.
                int prefix = ImageFormat.has(file.array(), (int) at + 8, JPEG_EXIF) ? JPEG_EXIF.length() : 0;
                return block(at + 8 + prefix, length - prefix);
            }
            at += 8 + length + (length & 1);
        }
        return Optional.empty();
    }

    private Optional<ByteBuffer> block(long at, long length) {
        return length >= 0 && has(at, length) ? Optional.of(file.slice((int) at, (int) length)) : Optional.empty();
    }

    private boolean has(long at, long length) {
        return at + length <= file.limit();
    }
}
