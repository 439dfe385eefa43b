package io.unstir.gateway.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFormatTest {
    @ParameterizedTest
    @CsvSource({
        "PNG, 89504e470d0a1a0a0000000d",
        "JPEG, ffd8ffe000104a46494600",
        "JPEG, ffd8ffdb00430003020202",
        "WEBP, 5249464624000000574542505650"
    })
    void aFileIsToldByItsFirstBytes(ImageFormat format, String hex) {
        assertThat(ImageFormat.of(bytes(hex))).hasValue(format);
    }

    @ParameterizedTest
    @CsvSource({"89504e47", "ffd8", "52494646240000005741564566", "474946383961", "3c73766720786d6c6e73", "''"})
    void whatBeginsOtherwiseIsNone(String hex) {
        assertThat(ImageFormat.of(bytes(hex))).isEmpty();
    }

    @Test
    void aMediaTypeNamesItsFormat() {
        assertThat(ImageFormat.named("image/jpeg")).hasValue(ImageFormat.JPEG);
        assertThat(ImageFormat.named("image/gif")).isEmpty();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
