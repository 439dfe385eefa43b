package io.unstir.sampler.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Real files, and real files with something put into them. */
final class Files {
    private static final int PNG_SIGNATURE = 8;
    private static final int PNG_HEADER_END = PNG_SIGNATURE + 12 + 13;

    private Files() {}

    /** {@code pixels} are {@code 0xAARRGGBB}, written as RGB with alpha where one is not opaque. */
    static byte[] png(int width, int... pixels) {
        boolean opaque = Arrays.stream(pixels).allMatch(pixel -> pixel >>> 24 == 0xFF);
        var image = new BufferedImage(
                width, pixels.length / width, opaque ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, width, pixels.length / width, pixels, 0, width);
        return written("png", image);
    }

    static byte[] written(String format, BufferedImage image) {
        try (var out = new ByteArrayOutputStream()) {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalStateException("no writer for this image");
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param progressive in several scans */
    static byte[] jpeg(BufferedImage image, boolean progressive) {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            var param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(0.98f);
            param.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.setOutput(out);
            var metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), param);
            writer.write(null, new IIOImage(image, null, metadata), param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    static byte[] resource(String name) {
        try (var in = Files.class.getResourceAsStream("/picture/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A decoder that is not under test. */
    static BufferedImage decoded(byte[] file) {
        try {
            return ImageIO.read(new ByteArrayInputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param data the rows, each with its filter byte, not yet deflated */
    static byte[] png(int width, int height, int bits, int colourType, byte[] data, byte[]... chunksBeforeData) {
        var header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) bits)
                .put((byte) colourType)
                .array();
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        out.writeBytes(chunk("IHDR", header));
        for (byte[] chunk : chunksBeforeData) {
            out.writeBytes(chunk);
        }
        out.writeBytes(chunk("IDAT", deflated(data)));
        out.writeBytes(chunk("IEND"));
        return out.toByteArray();
    }

    static byte[] chunk(String type, byte... data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(name);
        crc.update(data);
        return ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(name)
                .put(data)
                .putInt((int) crc.getValue())
                .array();
    }

    static byte[] withChunk(byte[] png, byte[] chunk) {
        return spliced(png, PNG_HEADER_END, 0, chunk);
    }

    /** A segment right behind a JPEG's first marker. */
    static byte[] withSegment(byte[] jpeg, int marker, byte... content) {
        var segment = ByteBuffer.allocate(4 + content.length)
                .put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (2 + content.length))
                .put(content)
                .array();
        return spliced(jpeg, 2, 0, segment);
    }

    /** The file with {@code removed} bytes at a place replaced by others. */
    static byte[] spliced(byte[] file, int at, int removed, byte... inserted) {
        var out = new ByteArrayOutputStream();
        out.write(file, 0, at);
        out.writeBytes(inserted);
        out.write(file, at + removed, file.length - at - removed);
        return out.toByteArray();
    }

    /** EXIF with nothing but an orientation. */
    static byte[] exif(int orientation) {
        return ByteBuffer.allocate(26)
                .put("MM".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .array();
    }

    static byte[] deflated(byte[] data) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(bytes)) {
            out.write(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
