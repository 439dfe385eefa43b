package io.unstir.local.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.local.fixture.TextPng;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PngTextsTest {
    private static final BufferedImage PICTURE = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
    private static final String IMAGE = "ab".repeat(32);

    @Test
    void everyKindOfTextIsRead() throws IOException {
        assertThat(PngTexts.of(TextPng.written(PICTURE, Map.of("prompt", "caf\u00e9")))
                        .texts())
                .isEqualTo(Map.of("prompt", "caf\u00e9"));
        for (boolean compressed : new boolean[] {false, true}) {
            assertThat(PngTexts.of(TextPng.written(PICTURE, compressed, "\u2615 coffee", "sugar"))
                            .texts())
                    .isEqualTo(Map.of("prompt", "\u2615 coffee", "negative_prompt", "sugar"));
        }
    }

    @Test
    void theImageIsNamedByItsDigestOrElseByWhereItsLineageIs() throws IOException {
        assertThat(image(Map.of("sha256", IMAGE))).contains(IMAGE);
        assertThat(image(Map.of("lineage", "https://unstir.example/v1/images/" + IMAGE + "/lineage")))
                .contains(IMAGE);
        assertThat(image(Map.of("sha256", "none", "lineage", "/v1/jobs"))).isEmpty();
        assertThat(image(Map.of("prompt", "a"))).isEmpty();
    }

    @Test
    void whatIsDamagedOrNoPngSaysNothing() throws IOException {
        byte[] file = TextPng.written(PICTURE, Map.of("prompt", "a"));
        var damaged = new ByteArrayOutputStream();
        damaged.write(file, 0, 33);
        for (var chunk : new String[] {
            "\0\0\0\u0003tEXtabc....",
            "\0\0\0\u0004zTXta\0\0x....",
            "\0\0\0\u0002zTXta\0....",
            "\0\0\0\u0002iTXta\0....",
            "\0\0\0\u0006iTXta\0\1\0\0\0...."
        }) {
            damaged.writeBytes(chunk.getBytes(ISO_8859_1));
        }

        assertThat(PngTexts.of(damaged.toByteArray()).texts()).isEmpty();
        assertThat(PngTexts.of(Arrays.copyOf(file, 40)).texts()).isEmpty();
        assertThat(PngTexts.of("dear".getBytes(ISO_8859_1)).texts()).isEmpty();
        assertThat(PngTexts.of(new byte[0]).texts()).isEmpty();
    }

    private static Optional<String> image(Map<String, String> texts) throws IOException {
        return PngTexts.of(TextPng.written(PICTURE, texts)).image();
    }
}
