package io.unstir.sampler.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.unstir.sampler.fixture.TestPictures;
import io.unstir.sampler.png.Png;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {
    @Test
    void everyValueOfAPngComesBackAsItIs() throws IOException {
        // Given: all 256 values, in every channel
        byte[] file = TestPictures.png(
                16, 16, (x, y) -> 0xFF000000 | (16 * y + x << 16) | (255 - 16 * y - x << 8) | (16 * x + y));

        // When
        double[] sample = Picture.decode("init_image", file).sample(3, 16, 16);

        // Then
        var back = ImageIO.read(new ByteArrayInputStream(Png.of(sample, 3, 16, 16)));
        var given = ImageIO.read(new ByteArrayInputStream(file));
        assertThat(TestPictures.distance(back, given)).isZero();
        assertThat(sample[0]).isEqualTo(-1);
        assertThat(sample[255]).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_USHORT_GRAY,
                BufferedImage.TYPE_BYTE_BINARY,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_4BYTE_ABGR
            })
    void blackAndWhiteAreBlackAndWhiteInEveryKindOfPng(int type) {
        byte[] file =
                TestPictures.file("png", TestPictures.image(8, 8, type, (x, y) -> x < 4 ? 0xFF000000 : 0xFFFFFFFF));

        double[] sample = Picture.decode("init_image", file).sample(1, 8, 8);

        assertThat(sample[0]).isEqualTo(-1);
        assertThat(sample[7]).isEqualTo(1);
    }

    @Test
    void aGreyValueIsNotChangedByColourManagement() {
        var image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(1, 0, 0, 100);

        double[] sample =
                Picture.decode("init_image", TestPictures.file("png", image)).sample(3, 4, 4);

        assertThat(sample[1]).isEqualTo(100 / 127.5 - 1, within(1e-12));
        assertThat(sample[17]).isEqualTo(sample[1]);
    }

    @Test
    void transparentPixelsAreWhiteAndMakeAMask() {
        var picture = Picture.decode("mask", TestPictures.png(4, 4, (x, y) -> x < 2 ? 0x00000000 : 0xFF000000));

        assertThat(picture.sample(1, 4, 4)).startsWith(1, 1, -1, -1);
        assertThat(picture.mask(4, 4)).startsWith(1, 1, 0, 0);
    }

    @Test
    void anOpaqueMasksLightPartsAreMadeAnew() {
        var picture = Picture.decode("mask", TestPictures.png(4, 4, (x, y) -> x < 2 ? 0xFFFFFFFF : 0xFF000000));

        assertThat(picture.mask(4, 4)).startsWith(1, 1, 0, 0);
    }

    @Test
    void aLargerPictureIsAveraged() {
        var picture = Picture.decode(
                "init_image", TestPictures.png(8, 8, (x, y) -> (x + y) % 2 == 0 ? 0xFFFFFFFF : 0xFF000000));

        for (double value : picture.sample(1, 4, 4)) {
            assertThat(value).isEqualTo(0, within(1e-12));
        }
    }

    @Test
    void aWiderPictureIsCutOnBothSidesAlike() {
        // Given: black sides of 4, a white middle of 8
        var picture = Picture.decode(
                "init_image", TestPictures.png(16, 8, (x, y) -> x < 4 || x >= 12 ? 0xFF000000 : 0xFFFFFFFF));

        // Then
        assertThat(picture.sample(1, 4, 4)).containsOnly(1);
        assertThat(picture.sample(1, 8, 8)).containsOnly(1);
    }

    @Test
    void aSmallerPictureIsLinearBetweenItsPixels() {
        var picture = Picture.decode("init_image", TestPictures.png(2, 2, (x, y) -> x == 0 ? 0xFF000000 : 0xFFFFFFFF));

        double[] sample = picture.sample(1, 4, 4);

        assertThat(Arrays.copyOf(sample, 4)).containsExactly(new double[] {-1, -0.5, 0.5, 1}, within(1e-12));
    }

    @Test
    void aPictureOfAnySizeCoversTheWantedOne() {
        for (int side : new int[] {1, 3, 31, 33, 100}) {
            var picture = Picture.decode("init_image", TestPictures.png(side, 2 * side + 1, (x, y) -> 0xFF336699));
            for (double value : picture.sample(1, 32, 32)) {
                assertThat(value).isEqualTo(2 * (0.299 * 51 + 0.587 * 102 + 0.114 * 153) / 255 - 1, within(1e-9));
            }
        }
    }

    @Test
    void jpegsAreRead() {
        var picture = Picture.decode("init_image", TestPictures.jpeg(20, 10, (x, y) -> 0xFF336699));

        assertThat(picture.width()).isEqualTo(20);
        assertThat(picture.sample(3, 10, 10)[0]).isEqualTo(2 * 51 / 255.0 - 1, within(0.03));
    }

    @Test
    void aJpegIsTurnedAsItsCameraWasHeld() throws IOException {
        // Given: red left half, blue right half
        byte[] jpeg = TestPictures.jpeg(32, 16, (x, y) -> x < 16 ? 0xFFFF0000 : 0xFF0000FF);

        // When: 6 means that the file's left is the picture's top ... seen from the right
        var turned = Picture.decode("init_image", oriented(jpeg, 6));
        var mirrored = Picture.decode("init_image", oriented(jpeg, 2));

        // Then
        assertThat(turned.width()).isEqualTo(16);
        assertThat(turned.height()).isEqualTo(32);
        assertThat(turned.sample(3, 32, 16)[0]).as("red at the top").isGreaterThan(0.8);
        assertThat(turned.sample(3, 32, 16)[31 * 16]).as("no red at the bottom").isLessThan(-0.8);
        assertThat(mirrored.sample(3, 16, 32)[0]).as("no red at the left").isLessThan(-0.8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lossless.webp", "lossy.webp", "alpha.webp"})
    void webpIsRead(String name) throws IOException {
        // Given: 12 x 8, red 200, green 100, blue 50; the file with alpha is transparent on the left half
        byte[] file = resource(name);

        // When
        var picture = Picture.decode("init_image", file);

        // Then
        assertThat(picture.width()).isEqualTo(12);
        assertThat(picture.height()).isEqualTo(8);
        double[] sample = picture.sample(3, 8, 12);
        assertThat(sample[11]).isEqualTo(2 * 200 / 255.0 - 1, within(0.06));
        assertThat(sample[96 + 11]).isEqualTo(2 * 100 / 255.0 - 1, within(0.06));
        assertThat(picture.mask(8, 12)[0])
                .isEqualTo(name.equals("alpha.webp") ? 1 : picture.mask(8, 12)[1], within(0.01));
    }

    @Test
    void anotherTypeIsRefused() {
        assertThatThrownBy(() -> Picture.decode("mask", "GIF89a".getBytes()))
                .isInstanceOf(PictureException.class)
                .hasMessage("mask must be a PNG, JPEG or WebP file");
        assertThatThrownBy(() -> Picture.decode("mask", new byte[0])).isInstanceOf(PictureException.class);
    }

    @Test
    void aBombIsRefusedBeforeItGoesOff() {
        // Given: a header that says 100,000 x 100,000, which would take 40 GB
        byte[] bomb = png(100_000, 100_000, new byte[1000]);
        byte[] wide = png(8192, 8192, new byte[1000]);

        // Then
        assertThatThrownBy(() -> Picture.decode("init_image", bomb))
                .hasMessage("init_image must have sides of 1 to 8192 pixels (got 100000 x 100000)");
        assertThatThrownBy(() -> Picture.decode("init_image", wide))
                .hasMessage("init_image must have at most 16777216 pixels (got 8192 x 8192)");
    }

    @Test
    void aBombInAnAncillaryChunkIsNotInflated() {
        // Given: 200 MB of zeros, deflated, as a colour profile
        byte[] file = TestPictures.png(4, 4, (x, y) -> 0xFF808080);
        byte[] bombed = withProfile(file, deflated(200 << 20));
        long before = allocated();

        // When
        double[] sample = Picture.decode("init_image", bombed).sample(1, 4, 4);

        // Then
        assertThat(sample[0]).isEqualTo(128 / 127.5 - 1, within(1e-12));
        assertThat(allocated() - before).isLessThan(20 << 20);
    }

    @Test
    void whateverIsBrokenIsRefusedByMessage() throws IOException {
        byte[][] files = {
            TestPictures.png(24, 24, (x, y) -> 0xFF000000 | x * y * 77),
            TestPictures.jpeg(24, 24, (x, y) -> 0xFF000000 | x * y * 77),
            resource("lossless.webp"),
            resource("lossy.webp"),
            resource("alpha.webp")
        };
        var random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] file = files[i % files.length].clone();
            if (i % 2 == 0) {
                file = Arrays.copyOf(file, random.nextInt(file.length));
            } else {
                for (int flip = 0; flip <= random.nextInt(8); flip++) {
                    file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            byte[] broken = file;
            long start = System.nanoTime();
            long before = allocated();
            try {
                var picture = Picture.decode("init_image", broken);
                assertThat(picture.sample(3, 8, 8)).doesNotContain(Double.NaN);
            } catch (PictureException e) {
                refused++;
                assertThat(e.getMessage()).startsWith("init_image ").doesNotContain("Exception", "/", "java");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(allocated() - before).isLessThan(400L << 20);
        }
        assertThat(refused).isGreaterThan(500);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = PictureTest.class.getResourceAsStream("/picture/" + name)) {
            return in.readAllBytes();
        }
    }

    /** With an APP1 segment that says so. */
    private static byte[] oriented(byte[] jpeg, int orientation) throws IOException {
        var exif = ByteBuffer.allocate(6 + 8 + 2 + 12 + 4);
        exif.put("Exif\0\0".getBytes()).put("MM\0*".getBytes()).putInt(8);
        exif.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
        exif.putShort((short) orientation).putShort((short) 0).putInt(0);
        var out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.write(new byte[] {(byte) 0xFF, (byte) 0xE1});
        out.write(ByteBuffer.allocate(2).putShort((short) (2 + exif.capacity())).array());
        out.write(exif.array());
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    private static byte[] png(int width, int height, byte[] data) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        var header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        out.writeBytes(chunk("IHDR", header.put((byte) 8).put((byte) 2).array()));
        out.writeBytes(chunk("IDAT", data));
        out.writeBytes(chunk("IEND", new byte[0]));
        return out.toByteArray();
    }

    private static byte[] withProfile(byte[] png, byte[] profile) {
        var content = new ByteArrayOutputStream();
        content.writeBytes("p\0\0".getBytes());
        content.writeBytes(profile);
        var out = new ByteArrayOutputStream();
        int afterHeader = 8 + 12 + 13;
        out.write(png, 0, afterHeader);
        out.writeBytes(chunk("iCCP", content.toByteArray()));
        out.writeBytes(chunk("zTXt", content.toByteArray()));
        out.write(png, afterHeader, png.length - afterHeader);
        return out.toByteArray();
    }

    private static byte[] deflated(int zeros) {
        var deflater = new Deflater(9);
        byte[] part = new byte[1 << 20];
        byte[] buffer = new byte[1 << 16];
        var out = new ByteArrayOutputStream();
        for (int done = 0; done < zeros; done += part.length) {
            deflater.setInput(part);
            while (!deflater.needsInput()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
        }
        deflater.finish();
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    private static byte[] chunk(String type, byte[] data) {
        var crc = new CRC32();
        crc.update(type.getBytes());
        crc.update(data);
        return ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(type.getBytes())
                .put(data)
                .putInt((int) crc.getValue())
                .array();
    }
}
