package io.unstir.gateway.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ImageHeaderTest {
    @ParameterizedTest
    @CsvSource({"PNG, 1, 1", "PNG, 300, 7", "JPEG, 1, 1", "JPEG, 17, 4000"})
    void realFilesAreAsLargeAsTheyWereMade(ImageFormat format, int width, int height) throws Exception {
        var header = of(format, written(format, width, height));

        assertThat(header).contains(new ImageHeader(width, height));
    }

    @ParameterizedTest
    @CsvSource({
        // Extended, lossless and lossy; behind a chunk that tells nothing.
        "524946460000000057454250565038580a000000100000001f00000f0000, 32, 16",
        "5249464600000000574542505650384c050000002f1fc00300, 32, 16",
        "52494646000000005745425056503820100000003000009d012a20001000, 32, 16",
        "5249464600000000574542506f64642003000000616263005650384c050000002f1fc00300, 32, 16"
    })
    void aWebPOfEachKindTellsItsSize(String bytes, int width, int height) {
        assertThat(of(ImageFormat.WEBP, HexFormat.of().parseHex(bytes))).contains(new ImageHeader(width, height));
    }

    @Test
    void whatAJpegsProfilesHoldIsPassedOver() {
        var bytes = HexFormat.of().parseHex("ffd8ffe10008ffc0ffd9abcdffffffdb0003aaffc2000b080010002003");

        assertThat(of(ImageFormat.JPEG, bytes)).contains(new ImageHeader(32, 16));
    }

    @ParameterizedTest
    @EnumSource(names = {"PNG", "JPEG"})
    void aFileThatIsCutOffBeforeItTellsIsNone(ImageFormat format) throws Exception {
        var whole = written(format, 40, 30);
        int told = 0;
        while (of(format, Arrays.copyOf(whole, told)).isEmpty()) {
            told++;
        }

        assertThat(told).isBetween(20, whole.length);
        assertThat(of(format, Arrays.copyOf(whole, told))).contains(new ImageHeader(40, 30));
    }

    private static Optional<ImageHeader> of(ImageFormat format, byte[] file) {
        return ImageHeader.of(format, new ByteArrayInputStream(file));
    }

    private static byte[] written(ImageFormat format, int width, int height) throws Exception {
        var bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(
                        new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format.extension(), bytes))
                .isTrue();
        return bytes.toByteArray();
    }
}
