package io.unstir.sampler.picture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;

/**
 * A grey, YCbCr or RGB JPEG reduced to its tables, frame and scans, so that no reader meets a colour profile or a thumbnail. Whether three
 * components are YCbCr or RGB is decided as libjpeg decides it, and then written down.
 *
 * @param bare the file without the rest
 */
record JpegFile(Size size, Orientation orientation, byte[] bare) implements StillFile {
    /** A progressive file needs about ten; each costs a pass over the picture. */
    private static final int MOST_SCANS = 64;

    private static final int MARKER = 0xFF;
    private static final int START = 0xD8;
    private static final int END = 0xD9;
    private static final int SCAN = 0xDA;
    private static final int FIRST_RESTART = 0xD0;
    private static final int LAST_RESTART = 0xD7;
    private static final byte[] JFIF = {
        (byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
    };
    private static final byte[] ADOBE_RGB = {
        (byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
    };

    static JpegFile of(Upload upload) {
        return new Walk(upload).toTheEnd();
    }

    @Override
    public int[] decode() throws IOException {
        return Pixels.of(Readers.read(Readers.jpeg(), bare), size);
    }

    /** From segment to segment. */
    private static final class Walk {
        private final Upload upload;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private Orientation orientation = Orientation.UPRIGHT;
        private Size size;
        private boolean rgbIds;
        private boolean jfif;
        private boolean adobeRgb;
        private boolean adobe;
        private int scans;
        private int at = 2;

        Walk(Upload upload) {
            this.upload = upload;
        }

        JpegFile toTheEnd() {
            int marker = nextMarker();
            while (marker != END) {
                segment(marker);
                marker = nextMarker();
            }
            upload.require(scans > 0, "must have a picture in it (got a JPEG without a scan)");
            var bare = new ByteArrayOutputStream(JFIF.length + body.size() + 2);
            bare.writeBytes(!jfif && (adobe ? adobeRgb : rgbIds) ? ADOBE_RGB : JFIF);
            bare.writeBytes(body.toByteArray());
            bare.write(MARKER);
            bare.write(END);
            return new JpegFile(size, orientation, bare.toByteArray());
        }

        /** Leaves {@code at} behind the marker. */
        private int nextMarker() {
            upload.require(
                    upload.at(at) == MARKER,
                    "must be an undamaged file (got a JPEG without a marker where one must be)");
            while (upload.at(at) == MARKER) {
                at++;
            }
            return upload.at(at++);
        }

        private void segment(int marker) {
            if (marker == 0x01 || marker >= FIRST_RESTART && marker <= LAST_RESTART) {
                return;
            }
            upload.require(
                    marker >= 0xC0 && marker != START, "must be an undamaged file (got a JPEG with a stray marker)");
            int length = upload.at(at) << 8 | upload.at(at + 1);
            upload.require(length >= 2, "must be an undamaged file (got a JPEG with a segment of no length)");
            upload.need(at, length);
            switch (marker) {
                case 0xC0, 0xC1, 0xC2 -> frame(length);
                case 0xC4, 0xDB, 0xDD -> {}
                case 0xE0 -> jfif |= upload.has(at + 2, "JFIF\0");
                case 0xE1 -> exif(length);
                case 0xEE -> adobe(length);
                case SCAN -> length = scan(length);
                default -> upload.require(marker >= 0xE0, "must be a baseline or progressive JPEG (got another kind)");
            }
            if (marker < 0xE0) {
                body.write(MARKER);
                body.write(marker);
                body.write(upload.bytes(), at, length);
            }
            at += length;
        }

        private void frame(int length) {
            upload.require(size == null, "must have one picture in it (got a JPEG with two frames)");
            upload.require(length >= 11, "must be an undamaged file (got a JPEG with a short frame header)");
            var header = upload.slice(at + 2, length - 2, ByteOrder.BIG_ENDIAN);
            upload.require(header.get(0) == 8, "must have 8 bits a sample (got %d)".formatted(header.get(0)));
            size = Size.of(upload, header.getShort(3) & 0xFFFF, header.getShort(1) & 0xFFFF);
            int components = header.get(5);
            upload.require(
                    components == 1 || components == 3,
                    "must be a grey or RGB picture (got a JPEG of %d components)".formatted(components & 0xFF));
            upload.require(
                    length == 8 + 3 * components, "must be an undamaged file (got a JPEG with a wrong frame header)");
            rgbIds = components == 3 && header.get(6) == 'R' && header.get(9) == 'G' && header.get(12) == 'B';
        }

        private void exif(int length) {
            if (upload.has(at + 2, "Exif\0\0") && length >= 8) {
                orientation = Orientation.of(upload.slice(at + 8, length - 8, ByteOrder.BIG_ENDIAN));
            }
        }

        private void adobe(int length) {
            if (upload.has(at + 2, "Adobe") && length >= 14) {
                adobe = true;
                adobeRgb = upload.at(at + 13) == 0;
            }
        }

        /** The length with the compressed data behind the header. */
        private int scan(int length) {
            upload.require(size != null, "must be an undamaged file (got a JPEG with a scan before its frame)");
            scans++;
            upload.require(scans <= MOST_SCANS, "must have at most %d scans".formatted(MOST_SCANS));
            int end = at + length;
            while (upload.at(end) != MARKER || isData(upload.at(end + 1))) {
                end++;
            }
            return end - at;
        }

        /** Whether a byte behind 0xFF says that the compressed data goes on. */
        private static boolean isData(int next) {
            return next == 0 || next == MARKER || next >= FIRST_RESTART && next <= LAST_RESTART;
        }
    }
}
