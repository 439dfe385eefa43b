package io.unstir.trainer.data;

import static io.unstir.trainer.data.ImageFolder.RED;
import static io.unstir.trainer.data.ImageFolder.encoded;
import static io.unstir.trainer.data.ImageFolder.filled;
import static io.unstir.trainer.data.ImageFolder.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.unstir.trainer.config.Colour;
import io.unstir.trainer.config.Fit;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;

class ImageDecoderTest {
    private static final int SIZE = 4;
    private static final int PIXELS = SIZE * SIZE;
    private static final int BLUE = 0xFF0000FF;
    private static final byte[] ADOBE_INKS = {
        (byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
    };

    @Test
    void planesComeOneAfterTheOther() throws IOException {
        float[] image = decode(encoded("png", filled(10, 6, RED)));

        assertThat(image).hasSize(3 * PIXELS);
        for (int i = 0; i < image.length; i++) {
            assertThat(image[i]).isEqualTo(i < PIXELS ? 1 : -1);
        }
    }

    @Test
    void transparentPixelsAreWhite() throws IOException {
        assertThat(decode(encoded("png", filled(10, 6, 0x00FF0000)))).containsOnly(1f);
        assertThat(decode(encoded("png", filled(10, 6, 0x80000000)))[0]).isCloseTo(0, within(0.01f));
    }

    @Test
    void greyKeepsItsLevel() throws IOException {
        // The JDK's conversion would make 188 of 128.
        var grey = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 16; i++) {
            grey.getRaster().setSample(i % 4, i / 4, 0, 128);
        }

        for (Colour colour : Colour.values()) {
            float[] png = new ImageDecoder(SIZE, colour, Fit.CROP).decode(encoded("png", grey));
            assertThat(png).hasSize(colour.channels() * PIXELS).containsOnly(128 / 127.5f - 1);
            float[] jpeg = new ImageDecoder(SIZE, colour, Fit.CROP).decode(encoded("jpg", grey));
            assertThat(jpeg[0]).isCloseTo(128 / 127.5f - 1, within(0.02f));
        }
    }

    @Test
    void sixteenBitsAreKept() throws IOException {
        var model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY), false, false, Transparency.OPAQUE, DataBuffer.TYPE_USHORT);
        var raster = model.createCompatibleWritableRaster(4, 4);
        for (int i = 0; i < 16; i++) {
            raster.setSample(i % 4, i / 4, 0, 32_800);
        }

        float[] image = decode(encoded("png", new BufferedImage(model, raster, false, null)));

        assertThat(image[0]).isCloseTo(32_800 / 32_767.5f - 1, within(1e-6f));
    }

    @Test
    void luminanceIsThatOfBt601() throws IOException {
        float[] image = new ImageDecoder(SIZE, Colour.GREY, Fit.CROP).decode(encoded("png", filled(4, 4, 0xFF204080)));

        assertThat(image).hasSize(PIXELS);
        assertThat(image[0]).isCloseTo((0.299f * 0x20 + 0.587f * 0x40 + 0.114f * 0x80) / 127.5f - 1, within(1e-3f));
    }

    @Test
    void palettesAreLookedUp() throws IOException {
        var palette = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_INDEXED);
        palette.getGraphics().drawImage(filled(4, 4, RED), 0, 0, null);

        assertThat(decode(encoded("png", palette))).isEqualTo(decode(encoded("png", filled(4, 4, RED))));
    }

    @Test
    void webPIsWhatTheSamePngIs() throws IOException {
        assertThat(decode(resource("lossless-alpha.webp"))).isEqualTo(decode(resource("lossless-alpha.png")));
        assertClose(decode(resource("lossy.webp")), decode(resource("lossy.png")), 0.1f);
    }

    @Test
    void theFirstPictureOfAnAnimationIsTaken() throws IOException {
        assertThat(decode(resource("animated.webp"))).hasSize(3 * PIXELS);
    }

    @Test
    void inksAreTurnedIntoLight() throws IOException {
        // No cyan, all magenta and yellow, no black; as Adobe writes them, upside down.
        byte[] jpeg = spliced(cmyk(255, 0, 0, 255), 2, ADOBE_INKS);

        float[] image = decode(jpeg);

        assertThat(image[0]).isGreaterThan(0.6f);
        assertThat(image[PIXELS]).isLessThan(-0.5f);
        assertThat(image[2 * PIXELS]).isLessThan(-0.5f);
    }

    /** Cameras write Display P3; linear light is the profile that the JDK has at hand. */
    @Test
    void aJpegsColourProfileIsFollowed() throws IOException {
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        byte[] jpeg = encoded("jpg", opaque(filled(16, 16, 0xFF808080)));
        byte[] withProfile = withSegment(jpeg, 0xFFE2, "ICC_PROFILE\0\1\1", profile);

        assertThat(decode(jpeg)[0]).isCloseTo(128 / 127.5f - 1, within(0.02f));
        assertThat(decode(withProfile)[0]).isCloseTo(188 / 127.5f - 1, within(0.02f));
    }

    @Test
    void picturesAreTurnedUpright() throws IOException {
        // Given: red left, blue right
        var picture = filled(8, 8, RED);
        picture.getSubimage(4, 0, 4, 8).getRaster().setRect(filled(4, 8, BLUE).getRaster());
        byte[] png = encoded("png", picture);
        float[] stored = decode(png);

        // Then
        assertThat(decode(withExif(png, 1))).isEqualTo(stored);
        assertThat(decode(withExif(png, 2))[0]).as("blue left").isEqualTo(-1);
        assertThat(decode(withExif(png, 3))[0]).as("upside down").isEqualTo(-1);
        assertThat(decode(withExif(png, 4))).as("flipped").isEqualTo(stored);
        // Turned clockwise, what was left is on top; turned the other way, it is below.
        assertThat(decode(withExif(png, 6))[SIZE - 1]).isEqualTo(1);
        assertThat(decode(withExif(png, 6))[PIXELS - 1]).isEqualTo(-1);
        assertThat(decode(withExif(png, 8))[0]).isEqualTo(-1);
        assertThat(decode(withExif(png, 8))[PIXELS - 1]).isEqualTo(1);
        assertThat(decode(withExif(png, 9))).isEqualTo(stored);
    }

    @Test
    void jpegAndWebPSayTheirOrientationToo() throws IOException {
        byte[] jpeg = encoded("jpg", opaque(filled(8, 8, RED)));
        byte[] webp = resource("lossless-alpha.webp");

        assertThat(Exif.of(jpeg)).isEmpty();
        assertThat(Exif.of(webp)).isEmpty();
        assertThat(Exif.of(withSegment(jpeg, 0xFFE1, "Exif\0\0", exif(6))).map(Orientation::of))
                .contains(Orientation.ON_ITS_LEFT);
        assertThat(Exif.of(withChunk(webp, exif(8))).map(Orientation::of)).contains(Orientation.ON_ITS_RIGHT);
    }

    @Test
    void theMiddleSquareIsTakenUnlessAnotherFitIsAskedFor() throws IOException {
        // Given: blue, red in the middle third
        var wide = filled(12, 4, BLUE);
        wide.getSubimage(4, 0, 4, 4).getRaster().setRect(filled(4, 4, RED).getRaster());
        byte[] png = encoded("png", wide);

        // When
        float[] crop = new ImageDecoder(SIZE, Colour.RGB, Fit.CROP).decode(png);
        float[] stretch = new ImageDecoder(6, Colour.RGB, Fit.STRETCH).decode(png);
        float[] pad = new ImageDecoder(6, Colour.RGB, Fit.PAD).decode(png);

        // Then
        assertThat(crop).isEqualTo(decode(encoded("png", filled(4, 4, RED))));
        assertThat(stretch).startsWith(-1, -1, 1, 1, -1, -1, -1, -1, 1, 1);
        assertThat(pad).startsWith(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, 1, 1, -1, -1, -1, -1, 1, 1, -1, -1, 1);
        assertThat(new ImageDecoder(6, Colour.RGB, Fit.PAD).decode(encoded("png", filled(1, 600, RED))))
                .contains(-1)
                .hasSize(108);
    }

    @Test
    void hugeClaimsAreRefusedBeforeAnythingIsAllocated() {
        assertThatThrownBy(() -> decode(claiming(16_385, 1)))
                .isInstanceOf(IOException.class)
                .hasMessage("16385 x 1 pixels, at most 16384 a side");
        assertThatThrownBy(() -> decode(claiming(16_384, 16_384)))
                .hasMessage("16384 x 16384 pixels, at most 67108864 in all");
    }

    @Test
    void damageIsAnIOException() throws IOException {
        byte[] png = encoded("png", filled(10, 6, RED));
        byte[] jpeg = encoded("jpg", opaque(filled(10, 6, RED)));
        byte[] webp = resource("lossless-alpha.webp");
        for (byte[] file : new byte[][] {png, jpeg, webp, resource("lossy.webp")}) {
            for (int length = 0; length < file.length - 16; length += 7) {
                byte[] cut = java.util.Arrays.copyOf(file, length);
                assertThatThrownBy(() -> decode(cut)).as("%d bytes", length).isInstanceOf(IOException.class);
            }
        }
        assertThatThrownBy(() -> decode(java.util.Arrays.copyOf(jpeg, jpeg.length - 3)))
                .hasMessage("the file is cut off");
        assertThatThrownBy(() -> decode("GIF89a".getBytes())).hasMessage("not a PNG, JPEG or WebP");
    }

    private static float[] decode(byte[] file) throws IOException {
        return new ImageDecoder(SIZE, Colour.RGB, Fit.CROP).decode(file);
    }

    private static void assertClose(float[] one, float[] other, float difference) {
        assertThat(one).hasSameSizeAs(other);
        for (int i = 0; i < one.length; i++) {
            assertThat(one[i]).isCloseTo(other[i], within(difference));
        }
    }

    private static BufferedImage opaque(BufferedImage image) {
        var rgb = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        rgb.getGraphics().drawImage(image, 0, 0, null);
        return rgb;
    }

    /** A PNG's header and nothing more. */
    private static byte[] claiming(int width, int height) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .putInt(0x08020000)
                .array();
        return ByteBuffer.allocate(33)
                .put(encoded("png", filled(1, 1, RED)), 0, 8)
                .put(chunk("IHDR", header))
                .array();
    }

    private static byte[] cmyk(int... inks) throws IOException {
        var raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
        for (int i = 0; i < 256; i++) {
            raster.setPixel(i % 16, i / 16, inks);
        }
        var bytes = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(raster, null, null), null);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static byte[] withExif(byte[] png, int orientation) {
        return spliced(png, 33, chunk("eXIf", exif(orientation)));
    }

    private static byte[] withSegment(byte[] jpeg, int marker, String name, byte[] content) {
        var segment = ByteBuffer.allocate(4 + name.length() + content.length)
                .putShort((short) marker)
                .putShort((short) (2 + name.length() + content.length))
                .put(name.getBytes(StandardCharsets.ISO_8859_1))
                .put(content);
        return spliced(jpeg, 2, segment.array());
    }

    private static byte[] withChunk(byte[] webp, byte[] exif) {
        var chunk = ByteBuffer.allocate(8 + exif.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("EXIF".getBytes(StandardCharsets.US_ASCII))
                .putInt(exif.length)
                .put(exif);
        return spliced(webp, webp.length, chunk.array());
    }

    private static byte[] spliced(byte[] file, int at, byte[] inserted) {
        return ByteBuffer.allocate(file.length + inserted.length)
                .put(file, 0, at)
                .put(inserted)
                .put(file, at, file.length - at)
                .array();
    }

    private static byte[] chunk(String type, byte[] data) {
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

    /** EXIF with nothing but an orientation. */
    private static byte[] exif(int orientation) {
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
}
