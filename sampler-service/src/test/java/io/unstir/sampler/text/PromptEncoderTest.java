package io.unstir.sampler.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.sampler.fixture.MiniLm;
import io.unstir.sampler.session.ConditionShape;
import io.unstir.sampler.session.Ort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptEncoderTest {
    private static final int TOKENS = 8;

    @TempDir
    private static Path folder;

    private static PromptEncoder encoder;

    @BeforeAll
    static void open() throws IOException {
        Files.write(folder.resolve("model.onnx"), MiniLm.graph());
        Files.write(folder.resolve("tokenizer.json"), MiniLm.tokenizer());
        encoder = encoder(TOKENS);
    }

    @AfterAll
    static void close() {
        encoder.close();
    }

    @Test
    void rowsAfterTheLastTokenAreZero() {
        // When
        float[] rows = encoder.encode("smiling face");

        // Then
        assertThat(rows).hasSize(TOKENS * MiniLm.WIDTH);
        for (int row = 0; row < TOKENS; row++) {
            float[] columns = Arrays.copyOfRange(rows, row * MiniLm.WIDTH, (row + 1) * MiniLm.WIDTH);
            assertThat(Arrays.equals(columns, new float[MiniLm.WIDTH])).isEqualTo(row >= 4);
        }
    }

    @Test
    void aLongPromptIsCutAndKeepsItsSeparator() {
        assertThat(encoder.encode("a b c d e f g h i j k")).isEqualTo(encoder.encode("a b c d e f"));
    }

    @Test
    void theEmptyPromptIsTheTwoSpecialTokens() {
        float[] rows = encoder.encode("");

        assertThat(Arrays.copyOfRange(rows, 2 * MiniLm.WIDTH, rows.length)).containsOnly(0);
        assertThat(Arrays.copyOf(rows, 2 * MiniLm.WIDTH)).doesNotContain(0f);
    }

    @Test
    void roomForMoreTokensDoesNotChangeTheRows() {
        try (var wide = encoder(64)) {
            assertThat(wide.encode("a red heart")).startsWith(encoder.encode("a red heart"));
        }
    }

    @Test
    void aPromptEncodedAgainIsTheSameBits() {
        // Given
        float[] first = encoder.encode("a red heart").clone();
        for (int i = 0; i < 5; i++) {
            encoder.encode("another " + i);
        }

        // When
        float[] again = encoder.encode("a red heart");

        // Then
        assertThat(again).isEqualTo(first);
        assertThat(again).isNotEqualTo(encoder.encode("a blue heart"));
    }

    private static PromptEncoder encoder(int tokens) {
        return new PromptEncoder(
                new Ort(1),
                folder.resolve("model.onnx"),
                folder.resolve("tokenizer.json"),
                new ConditionShape.Text(tokens, MiniLm.WIDTH),
                2);
    }
}
