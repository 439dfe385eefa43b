package io.unstir.sampler.png;

import com.jcraft.jzlib.Deflater;
import com.jcraft.jzlib.GZIPException;
import com.jcraft.jzlib.JZlib;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The PNG of a sample, the same bytes for ever: 8 bits, every row with the Paeth filter, one IDAT, deflated by a pure Java zlib of a pinned version because
 * the JDK's differs between builds.
 */
public final class Png {
    /** What {@link #of} makes. */
    public static final String MEDIA_TYPE = "image/png";

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte PAETH = 4;
    private static final byte GREY = 0;
    private static final byte RGB = 2;

    private Png() {}

    /**
     * @param sample {@code [channels, height, width]} with values in [-1, 1]; what lies outside is clamped
     * @param channels 1 (grey) or 3 (RGB)
     */
    public static byte[] of(double[] sample, int channels, int height, int width) {
        return of(sample, channels, height, width, JZlib.Z_BEST_COMPRESSION);
    }

    /** The same picture sooner, in more bytes: for what nobody keeps. */
    public static byte[] quick(double[] sample, int channels, int height, int width) {
        return of(sample, channels, height, width, JZlib.Z_BEST_SPEED);
    }

    private static byte[] of(double[] sample, int channels, int height, int width, int level) {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("channels must be 1 or 3 (got " + channels + ")");
        }
        if (sample.length != channels * height * width) {
            throw new IllegalArgumentException("a sample of %d x %d x %d has %d values (got %d)"
                    .formatted(channels, height, width, channels * height * width, sample.length));
        }
        var out = new ByteArrayOutputStream(sample.length + 100);
        out.writeBytes(SIGNATURE);
        chunk(out, "IHDR", header(channels, height, width));
        chunk(
                out,
                "IDAT",
                deflate(filtered(pixels(sample, channels, height * width), height, width * channels, channels), level));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static byte[] header(int channels, int height, int width) {
        return ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) 8)
                .put(channels == 1 ? GREY : RGB)
                .array();
    }

    /** Interleaves the channels and takes [-1, 1] to 0 .. 255. */
    private static byte[] pixels(double[] sample, int channels, int area) {
        byte[] pixels = new byte[sample.length];
        for (int channel = 0; channel < channels; channel++) {
            for (int i = 0; i < area; i++) {
                long value = StrictMath.round((sample[channel * area + i] + 1) * 127.5);
                pixels[i * channels + channel] = (byte) StrictMath.clamp(value, 0, 255);
            }
        }
        return pixels;
    }

    private static byte[] filtered(byte[] pixels, int height, int stride, int channels) {
        byte[] rows = new byte[height * (stride + 1)];
        for (int y = 0; y < height; y++) {
            rows[y * (stride + 1)] = PAETH;
            for (int x = 0; x < stride; x++) {
                int at = y * stride + x;
                int left = x < channels ? 0 : pixels[at - channels] & 0xFF;
                int up = y == 0 ? 0 : pixels[at - stride] & 0xFF;
                int corner = x < channels || y == 0 ? 0 : pixels[at - stride - channels] & 0xFF;
                rows[y * (stride + 1) + 1 + x] = (byte) (pixels[at] - paeth(left, up, corner));
            }
        }
        return rows;
    }

    /** PNG specification (third edition), section 9.4. */
    private static int paeth(int left, int up, int corner) {
        int estimate = left + up - corner;
        int toLeft = Math.abs(estimate - left);
        int toUp = Math.abs(estimate - up);
        int toCorner = Math.abs(estimate - corner);
        if (toLeft <= toUp && toLeft <= toCorner) {
            return left;
        }
        return toUp <= toCorner ? up : corner;
    }

    private static byte[] deflate(byte[] data, int level) {
        try {
            var deflater = new Deflater(level);
            // What deflate can need at most: stored blocks of 5 bytes more for each 16 KiB, and the zlib frame.
            byte[] out = new byte[data.length + (data.length >> 12) + (data.length >> 14) + 64];
            deflater.setInput(data);
            deflater.setOutput(out);
            int status = deflater.deflate(JZlib.Z_FINISH);
            int length = (int) deflater.getTotalOut();
            deflater.end();
            if (status != JZlib.Z_STREAM_END) {
                throw new IllegalStateException("deflate ended with status " + status);
            }
            return Arrays.copyOf(out, length);
        } catch (GZIPException e) {
            throw new IllegalStateException("deflate could not start", e);
        }
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(name);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
