package io.unstir.sampler.picture;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import io.unstir.sampler.picture.vp8l.Vp8l;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A still WebP (RFC 9649), lossy or lossless. TwelveMonkeys decodes the lossy VP8; lossless VP8L is decoded here, because theirs
 * repeats a transform over the whole picture for every three bits of a hostile file, and takes zeros for what is cut off.
 *
 * @param lossless whether {@code picture} is VP8L
 * @param picture the chunk with the colours
 * @param alpha the chunk with the transparency of a lossy picture
 */
record WebPFile(Size size, Orientation orientation, boolean lossless, ByteBuffer picture, Optional<ByteBuffer> alpha)
        implements StillFile {
    private static final int HEADER = 12;
    private static final int CHUNK = 8;
    private static final int LOSSLESS_SIGNATURE = 0x2F;
    private static final int LOSSLESS_HEADER = 5;

    static WebPFile of(Upload upload) {
        return new Walk(upload).toTheEnd();
    }

    @Override
    public int[] decode() throws IOException {
        if (lossless) {
            boolean hasAlpha = (picture.get(4) & 0x10) != 0;
            int[] argb = Vp8l.decode(
                    picture.slice(LOSSLESS_HEADER, picture.limit() - LOSSLESS_HEADER), size.width(), size.height());
            return hasAlpha ? argb : opaque(argb);
        }
        var reader = new WebPImageReaderSpi().createReaderInstance(null);
        int[] argb = Pixels.of(Readers.read(reader, plainFile()), size);
        if (alpha.isPresent()) {
            AlphaPlane.of(alpha.get(), size).putInto(argb);
        }
        return argb;
    }

    private static int[] opaque(int[] argb) {
        for (int i = 0; i < argb.length; i++) {
            argb[i] |= 0xFF00_0000;
        }
        return argb;
    }

    /** The lossy chunk alone in a file. */
    private byte[] plainFile() {
        int padded = picture.limit() + (picture.limit() & 1);
        return ByteBuffer.allocate(HEADER + CHUNK + padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(4 + CHUNK + padded)
                .put("WEBPVP8 ".getBytes(StandardCharsets.US_ASCII))
                .putInt(picture.limit())
                .put(picture.duplicate())
                .array();
    }

    /** From chunk to chunk. */
    private static final class Walk {
        private final Upload upload;
        private Orientation orientation = Orientation.UPRIGHT;
        private Size canvas;
        private Size size;
        private boolean lossless;
        private ByteBuffer picture;
        private ByteBuffer alpha;

        Walk(Upload upload) {
            this.upload = upload;
        }

        WebPFile toTheEnd() {
            long length = upload.slice(4, 4, ByteOrder.LITTLE_ENDIAN).getInt(0) & 0xFFFF_FFFFL;
            upload.need(CHUNK, length);
            int end = (int) (CHUNK + length);
            int at = HEADER;
            while (at < end) {
                long chunk = upload.slice(at, CHUNK, ByteOrder.LITTLE_ENDIAN).getInt(4) & 0xFFFF_FFFFL;
                upload.need(at + CHUNK, chunk);
                chunk(at, upload.slice(at + CHUNK, (int) chunk, ByteOrder.LITTLE_ENDIAN));
                at += (int) (CHUNK + chunk + (chunk & 1));
            }
            upload.require(picture != null, "must have a picture in it (got a WebP without one)");
            upload.require(
                    canvas == null || canvas.equals(size),
                    "must be an undamaged file (got a WebP whose picture is not as large as its canvas)");
            return new WebPFile(
                    size, orientation, lossless, picture, lossless ? Optional.empty() : Optional.ofNullable(alpha));
        }

        private void chunk(int at, ByteBuffer content) {
            if (upload.has(at, "VP8X")) {
                need(content, 10);
                canvas = Size.of(upload, 1L + u24(content, 4), 1L + u24(content, 7));
            } else if (upload.has(at, "VP8L")) {
                losslessPicture(content);
            } else if (upload.has(at, "VP8 ")) {
                lossyPicture(content);
            } else if (upload.has(at, "ALPH")) {
                alpha = content;
            } else if (upload.has(at, "EXIF")) {
                orientation = Orientation.of(content);
            }
            upload.require(
                    !upload.has(at, "ANIM") && !upload.has(at, "ANMF"),
                    "must be a still picture (got an animated WebP)");
        }

        /** RFC 9649, section 3.4. */
        private void losslessPicture(ByteBuffer content) {
            need(content, LOSSLESS_HEADER);
            int header = content.getInt(1);
            upload.require(
                    content.get(0) == LOSSLESS_SIGNATURE && header >>> 29 == 0,
                    "must be an undamaged file (got a WebP with a wrong lossless header)");
            picture(content, Size.of(upload, 1 + (header & 0x3FFF), 1 + (header >> 14 & 0x3FFF)));
            lossless = true;
        }

        /** RFC 6386, section 9.1. */
        private void lossyPicture(ByteBuffer content) {
            need(content, 10);
            upload.require(
                    (content.get(0) & 1) == 0 && u24(content, 3) == 0x2A019D,
                    "must be an undamaged file (got a WebP with a wrong lossy header)");
            picture(content, Size.of(upload, content.getShort(6) & 0x3FFF, content.getShort(8) & 0x3FFF));
        }

        private void picture(ByteBuffer content, Size says) {
            upload.require(picture == null, "must have one picture in it (got a WebP with two)");
            picture = content;
            size = says;
        }

        private void need(ByteBuffer content, int bytes) {
            upload.require(
                    content.limit() >= bytes, "must be an undamaged file (got a WebP with a chunk that is too short)");
        }

        private static int u24(ByteBuffer content, int at) {
            return content.getShort(at) & 0xFFFF | (content.get(at + 2) & 0xFF) << 16;
        }
    }
}
