package io.unstir.sampler.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.unstir.sampler.noise.Draw;
import io.unstir.sampler.noise.PhiloxNoise;
import io.unstir.sampler.png.Png;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {
    private static final int BLACK = 0xFF000000;
    private static final int WHITE = 0xFFFFFFFF;

    @ParameterizedTest
    @CsvSource({"1, 16, 16", "3, 16, 16", "3, 7, 33", "1, 1, 256"})
    void aPngComesBackAsTheSameBytes(int channels, int height, int width) {
        // Given
        byte[] png =
                Png.of(new PhiloxNoise(3, 0, channels * height * width).draw(Draw.STEP, 0), channels, height, width);

        // When
        double[] sample = Picture.of("init_image", png).sample(channels, height, width);

        // Then
        assertThat(Png.of(sample, channels, height, width)).isEqualTo(png);
    }

    @Test
    void everyLevelHasItsExactPlace() {
        // Given
        int[] levels = IntStream.range(0, 256).map(i -> BLACK | i * 0x010101).toArray();

        // When
        double[] sample = Picture.of("init_image", Files.png(16, levels)).sample(3, 16, 16);

        // Then
        assertThat(Arrays.copyOf(sample, 256))
                .isEqualTo(
                        IntStream.range(0, 256).mapToDouble(i -> i / 127.5 - 1).toArray())
                .isEqualTo(Arrays.copyOfRange(sample, 512, 768));
        assertThat(Picture.of("init_image", Files.png(16, levels)).sample(1, 16, 16))
                .isEqualTo(Arrays.copyOf(sample, 256));
    }

    @Test
    void channelsAreOneAfterTheOther() {
        // Given
        byte[] png = Files.png(2, 0xFFFF0000, 0xFF00FF33);

        // When
        double[] sample = Picture.of("init_image", png).sample(3, 1, 2);

        // Then
        assertThat(sample).containsExactly(1, -1, -1, 1, -1, 0x33 / 127.5 - 1);
    }

    @Test
    void theTransparentLiesOverWhite() {
        // Given
        byte[] png = Files.png(3, 0x00000000, 0x80000000, 0xFF000000);

        // When
        double[] sample = Picture.of("init_image", png).sample(1, 1, 3);

        // Then
        assertThat(sample).containsExactly(1, (255 - 128) / 127.5 - 1, -1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 16})
    void greyOfEveryDepthKeepsItsLevels(int bits) {
        // Given
        int most = (1 << bits) - 1;
        byte[] row = ByteBuffer.allocate(5).putInt(1, most << 32 - bits).array();
        byte[] png = Files.png(2, 1, bits, 0, Arrays.copyOf(row, 1 + (2 * bits + 7) / 8));

        // When
        double[] sample = Picture.of("init_image", png).sample(3, 1, 2);

        // Then
        assertThat(sample).containsExactly(1, -1, 1, -1, 1, -1);
    }

    @Test
    void sixteenBitsAreRoundedToEight() {
        // Given
        var row = ByteBuffer.allocate(13);
        for (int sample : new int[] {0x0000, 0x8000, 0xFFFF, 257 * 77, 257 * 77 + 128, 257 * 77 + 129}) {
            row.putShort(1 + 2 * (row.position() / 2), (short) sample);
            row.position(row.position() + 2);
        }
        byte[] png = Files.png(2, 1, 16, 2, row.array());

        // When
        double[] sample = Picture.of("init_image", png).sample(3, 1, 2);

        // Then
        assertThat(DoubleStream.of(sample).map(v -> StrictMath.rint((v + 1) * 127.5)))
                .containsExactly(0.0, 77.0, 128.0, 77.0, 255.0, 78.0);
    }

    @Test
    void palettesAndTheirTransparencyAreFollowed() {
        // Given
        byte[] palette = Files.chunk("PLTE", (byte) 255, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 255);
        byte[] transparency = Files.chunk("tRNS", (byte) 0);

        // When
        var picture = Picture.of("mask", Files.png(2, 1, 8, 3, new byte[] {0, 0, 1}, palette, transparency));

        // Then
        assertThat(picture.sample(3, 1, 2)).containsExactly(1, -1, 1, -1, 1, 1);
        assertThat(picture.mask(1, 2)).containsExactly(1, 0);
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "2, 6"})
    void aColourNamedTransparentIsTransparent(int colourType, int bytes) {
        // Given
        byte[] named = new byte[bytes];
        byte[] rows = colourType == 0 ? new byte[] {0, 0, 9} : new byte[] {0, 0, 0, 0, 9, 9, 9};

        // When
        var picture = Picture.of("mask", Files.png(2, 1, 8, colourType, rows, Files.chunk("tRNS", named)));

        // Then
        assertThat(picture.mask(1, 2)).containsExactly(1, 0);
    }

    @Test
    void gammaAndProfilesOfAPngAreIgnored() {
        // Given
        byte[] plain = Files.png(1, 0xFF406080);
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        var iccp = new ByteArrayOutputStream();
        iccp.writeBytes(new byte[] {'p', 0, 0});
        iccp.writeBytes(Files.deflated(profile));
        byte[] gamma = Files.chunk("gAMA", (byte) 0, (byte) 1, (byte) 0x86, (byte) 0xA0);
        byte[] tagged = Files.withChunk(Files.withChunk(plain, gamma), Files.chunk("iCCP", iccp.toByteArray()));

        // When
        double[] sample = Picture.of("init_image", tagged).sample(3, 1, 1);

        // Then
        assertThat(sample).containsExactly(0x40 / 127.5 - 1, 0x60 / 127.5 - 1, 0x80 / 127.5 - 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aJpegsPixelsAreTheOnesOfAnotherReader(boolean progressive) {
        // Given
        byte[] jpeg = Files.jpeg(coloured(37, 21), progressive);
        var expected = Files.decoded(jpeg);

        // When
        double[] sample = Picture.of("init_image", jpeg).sample(3, 21, 37);

        // Then
        assertThat(sample).isEqualTo(sample(expected));
    }

    @Test
    void aGreyJpegKeepsItsLevels() {
        // Given
        var grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        Arrays.fill(((java.awt.image.DataBufferByte) grey.getRaster().getDataBuffer()).getData(), (byte) 100);

        // When
        double[] sample = Picture.of("init_image", Files.jpeg(grey, false)).sample(3, 16, 16);

        // Then
        assertThat(sample).containsOnly(100 / 127.5 - 1);
    }

    @Test
    void aJpegsProfileIsIgnored() {
        // Given
        byte[] plain = Files.jpeg(coloured(16, 16), false);
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        var content = new ByteArrayOutputStream();
        content.writeBytes("ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII));
        content.writeBytes(new byte[] {1, 1});
        content.writeBytes(profile);
        byte[] tagged = Files.spliced(plain, 20, 0, segment(0xE2, content.toByteArray()));

        // When
        double[] sample = Picture.of("init_image", tagged).sample(3, 16, 16);

        // Then
        assertThat(sample).isEqualTo(Picture.of("init_image", plain).sample(3, 16, 16));
    }

    @Test
    void anAdobeJpegWithoutTransformIsRgb() {
        // Given
        byte[] ycc = Files.jpeg(coloured(16, 16), false);
        byte[] withoutJfif = Files.spliced(ycc, 2, 18);
        byte[] adobe = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};

        // When
        var rgb = Picture.of("init_image", Files.withSegment(withoutJfif, 0xEE, adobe));
        var unmarked = Picture.of("init_image", withoutJfif);

        // Then
        assertThat(unmarked.sample(3, 16, 16))
                .isEqualTo(Picture.of("init_image", ycc).sample(3, 16, 16))
                .isNotEqualTo(rgb.sample(3, 16, 16));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1 2 3 4 5 6, 3",
        "2, 3 2 1 6 5 4, 3",
        "3, 6 5 4 3 2 1, 3",
        "4, 4 5 6 1 2 3, 3",
        "5, 1 4 2 5 3 6, 2",
        "6, 4 1 5 2 6 3, 2",
        "7, 6 3 5 2 4 1, 2",
        "8, 3 6 2 5 1 4, 2",
        "9, 1 2 3 4 5 6, 3"
    })
    void exifSaysWhereUpIs(int orientation, String upright, int width) {
        // Given
        int[] stored =
                IntStream.rangeClosed(1, 6).map(i -> BLACK | i * 0x010101).toArray();
        byte[] png = Files.withChunk(Files.png(3, stored), Files.chunk("eXIf", Files.exif(orientation)));

        // When
        var picture = Picture.of("init_image", png);

        // Then
        assertThat(picture.width()).isEqualTo(width);
        assertThat(DoubleStream.of(picture.sample(1, 6 / width, width))
                        .mapToInt(v -> (int) StrictMath.round((v + 1) * 127.5)))
                .containsExactly(
                        Arrays.stream(upright.split(" ")).map(Integer::valueOf).toArray(Integer[]::new));
    }

    @Test
    void aJpegLiesOnItsSideAsItsCameraSaid() {
        // Given
        byte[] plain = Files.jpeg(coloured(24, 16), false);
        var exif = ByteBuffer.allocate(32)
                .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII))
                .put(Files.exif(6))
                .array();

        // When
        var turned = Picture.of("init_image", Files.withSegment(plain, 0xE1, exif));

        // Then
        double[] upright = turned.sample(1, 24, 16);
        double[] stored = Picture.of("init_image", plain).sample(1, 16, 24);
        assertThat(turned.height()).isEqualTo(24);
        assertThat(upright[0]).isEqualTo(stored[15 * 24]);
        assertThat(upright[15]).isEqualTo(stored[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lossless-alpha", "lossless-palette", "lossless-photo"})
    void aLosslessWebPHasThePixelsLibwebpSees(String name) {
        // Given
        var expected = Files.decoded(Files.resource(name + ".png"));

        // When
        var picture = Picture.of("init_image", Files.resource(name + ".webp"));

        // Then
        double[] viaPng = Picture.of("init_image", Files.resource(name + ".png"))
                .sample(3, expected.getHeight(), expected.getWidth());
        assertThat(picture.sample(3, expected.getHeight(), expected.getWidth())).isEqualTo(viaPng);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lossy", "lossy-alpha", "lossy-raw-alpha"})
    void aLossyWebPIsAsLibwebpSeesItOrNearly(String name) {
        // Given
        var expected = Picture.of("init_image", Files.resource(name + ".png"));

        // When
        var picture = Picture.of("init_image", Files.resource(name + ".webp"));

        // Then
        double[] wanted = expected.sample(3, expected.height(), expected.width());
        double[] sample = picture.sample(3, expected.height(), expected.width());
        if (!name.equals("lossy")) {
            assertThat(picture.mask(expected.height(), expected.width()))
                    .isEqualTo(expected.mask(expected.height(), expected.width()));
        }
        for (int i = 0; i < sample.length; i++) {
            assertThat(sample[i]).isEqualTo(wanted[i], within(9 / 127.5));
        }
    }

    @Test
    void whiteIsMadeAnewAndBlackIsKept() {
        // Given
        byte[] mask = Files.png(3, WHITE, BLACK, 0xFF333333);

        // When
        double[] values = Picture.of("mask", mask).mask(1, 3);

        // Then
        assertThat(values).containsExactly(1, 0, 0.2);
    }

    @Test
    void theTransparentIsMadeAnew() {
        // Given
        byte[] mask = Files.png(3, 0x00FFFFFF, 0xFFFFFFFF, 0xCC000000);

        // When
        double[] values = Picture.of("mask", mask).mask(1, 3);

        // Then
        assertThat(values).containsExactly(1, 0, 0.2);
    }

    @Test
    void shrinkingIsTheMeanOfTheArea() {
        // Given
        byte[] png = Files.png(4, WHITE, BLACK, BLACK, BLACK, WHITE, BLACK, BLACK, WHITE);

        // When
        double[] mask = Picture.of("mask", png).mask(1, 2);

        // Then
        assertThat(mask).containsExactly(0.5, 0.25);
    }

    @Test
    void shrinkingByAFractionSharesPixels() {
        // Given
        byte[] png = Files.png(3, WHITE, BLACK, BLACK, BLACK, BLACK, BLACK, BLACK, BLACK, WHITE);

        // When
        double[] mask = Picture.of("mask", png).mask(2, 2);

        // Then
        assertThat(mask).containsExactly(1 / 2.25, 0, 0, 1 / 2.25);
    }

    @Test
    void enlargingIsBilinear() {
        // Given
        byte[] png = Files.png(2, BLACK, WHITE, BLACK, WHITE);

        // When
        double[] mask = Picture.of("mask", png).mask(4, 4);

        // Then
        assertThat(mask).containsExactly(0, 0.25, 0.75, 1, 0, 0.25, 0.75, 1, 0, 0.25, 0.75, 1, 0, 0.25, 0.75, 1);
    }

    @Test
    void whatDoesNotFitIsCutAtTheCentre() {
        // Given
        byte[] wide = Files.png(4, WHITE, BLACK, 0xFF333333, WHITE);
        byte[] odd = Files.png(
                4, BLACK, 0xFF333333, WHITE, WHITE, BLACK, 0xFF333333, WHITE, WHITE, BLACK, BLACK, BLACK, BLACK);

        // When
        double[] middle = Picture.of("mask", wide).mask(1, 2);
        double[] whole = Picture.of("mask", odd).mask(3, 3);

        // Then
        assertThat(middle).containsExactly(0, 0.2);
        assertThat(whole).containsExactly(0, 0.2, 1, 0, 0.2, 1, 0, 0, 0);
    }

    @ParameterizedTest
    @CsvSource({"64, 64", "31, 7", "7, 31", "100, 3", "128, 64", "1, 1"})
    void anEvenColourStaysThatColour(int height, int width) {
        // Given
        int[] pixels = new int[63 * 50];
        Arrays.fill(pixels, 0xFF4D4D4D);

        // When
        var picture = Picture.of("init_image", Files.png(63, pixels));

        // Then
        assertThat(picture.sample(1, height, width)).containsOnly(0x4D / 127.5 - 1);
        assertThat(picture.sample(3, height, width)).containsOnly(0x4D / 127.5 - 1);
    }

    @Test
    void otherThanOneOrThreeChannelsAreRefused() {
        var picture = Picture.of("init_image", Files.png(1, WHITE));

        assertThatThrownBy(() -> picture.sample(4, 1, 1)).hasMessage("channels must be 1 or 3 (got 4)");
        assertThatThrownBy(() -> picture.mask(0, 1)).hasMessage("height and width must be 1 to 8192 (got 0 x 1)");
    }

    private static BufferedImage coloured(int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            int x = i % width;
            int y = i / width;
            image.setRGB(x, y, x * 255 / width << 16 | y * 255 / height << 8 | (x * y & 0xFF));
        }
        return image;
    }

    private static double[] sample(BufferedImage image) {
        int area = image.getWidth() * image.getHeight();
        return IntStream.range(0, 3 * area)
                .mapToDouble(i ->
                        image.getRaster().getSample(i % area % image.getWidth(), i % area / image.getWidth(), i / area)
                                        / 127.5
                                - 1)
                .toArray();
    }

    private static byte[] segment(int marker, byte[] content) {
        return ByteBuffer.allocate(4 + content.length)
                .put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (2 + content.length))
                .put(content)
                .array();
    }
}
