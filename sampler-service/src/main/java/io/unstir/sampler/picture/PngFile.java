package io.unstir.sampler.picture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * A PNG reduced to the chunks that make its pixels. Colour profiles, texts and the like are passed over by their length alone, so
 * nothing hidden in them is ever inflated.
 *
 * @param bare the file without the rest
 */
record PngFile(Size size, Orientation orientation, byte[] bare) implements StillFile {
    private static final int SIGNATURE = 8;
    private static final int FRAME = 12;
    private static final int HEADER = chunk("IHDR");
    private static final int PALETTE = chunk("PLTE");
    private static final int TRANSPARENCY = chunk("tRNS");
    private static final int DATA = chunk("IDAT");
    private static final int END = chunk("IEND");
    private static final int ANIMATION = chunk("acTL");
    private static final int EXIF = chunk("eXIf");
    private static final int ANCILLARY = 0x2000_0000;
    /** What deflate makes of one byte at most. */
    private static final long DEFLATE_LIMIT = 1032;

    static PngFile of(Upload upload) {
        int at = SIGNATURE;
        var header = upload.slice(at, FRAME + 13, ByteOrder.BIG_ENDIAN);
        upload.require(header.getInt(0) == 13 && header.getInt(4) == HEADER, "must begin with a PNG header");
        var size = Size.of(upload, header.getInt(8) & 0xFFFF_FFFFL, header.getInt(12) & 0xFFFF_FFFFL);
        var orientation = Orientation.UPRIGHT;
        var bare = new ByteArrayOutputStream();
        bare.write(upload.bytes(), 0, SIGNATURE);
        long data = 0;
        int type;
        do {
            var frame = upload.slice(at, FRAME, ByteOrder.BIG_ENDIAN);
            long length = frame.getInt(0) & 0xFFFF_FFFFL;
            type = frame.getInt(4);
            upload.need(at, FRAME + length);
            upload.require(type != HEADER || at == SIGNATURE, "must have one PNG header (got another one)");
            upload.require(type != ANIMATION, "must be a still picture (got an animated PNG)");
            if (type == HEADER || type == PALETTE || type == TRANSPARENCY || type == DATA || type == END) {
                bare.write(checked(upload, at, (int) length), at, (int) length + FRAME);
                data += type == DATA ? length : 0;
            } else if (type == EXIF) {
                orientation = Orientation.of(upload.slice(at + 8, (int) length, ByteOrder.BIG_ENDIAN));
            } else {
                upload.require(
                        (type & ANCILLARY) != 0, "must be a PNG of the usual chunks (got an unknown critical one)");
            }
            at += (int) length + FRAME;
        } while (type != END);
        long least = (size.width() + 7L) / 8 * size.height();
        upload.require(least <= data * DEFLATE_LIMIT, "must be a whole file (got too little data for its size)");
        return new PngFile(size, orientation, bare.toByteArray());
    }

    @Override
    public int[] decode() throws IOException {
        return Pixels.of(Readers.read(Readers.png(), bare), size);
    }

    private static byte[] checked(Upload upload, int at, int length) {
        var crc = new CRC32();
        crc.update(upload.bytes(), at + 4, length + 4);
        int expected = ByteBuffer.wrap(upload.bytes()).getInt(at + 8 + length);
        upload.require((int) crc.getValue() == expected, "must be an undamaged file (got a PNG with a wrong checksum)");
        return upload.bytes();
    }

    private static int chunk(String name) {
        return name.charAt(0) << 24 | name.charAt(1) << 16 | name.charAt(2) << 8 | name.charAt(3);
    }
}
