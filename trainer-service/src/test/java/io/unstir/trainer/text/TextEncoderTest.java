package io.unstir.trainer.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TextEncoderTest {
    private static final int MAX_TOKENS = 8;
    private static TextEncoder encoder;

    @BeforeAll
    static void open() {
        encoder = new TextEncoder(MAX_TOKENS);
    }

    @AfterAll
    static void close() {
        encoder.close();
    }

    @Test
    void aTextHasOneRowForEachTokenAndTheTwoSpecialOnes() {
        assertThat(encoder.rows("smiling face")).hasSize(4 * TextEncoder.WIDTH);
    }

    @Test
    void rowsAfterTheLastTokenAreZero() {
        // When
        float[] encoded = encoder.encode("smiling face");

        // Then
        assertThat(encoded).hasSize(MAX_TOKENS * TextEncoder.WIDTH);
        assertThat(Arrays.copyOf(encoded, 4 * TextEncoder.WIDTH)).isEqualTo(encoder.rows("smiling face"));
        assertThat(IntStream.range(4 * TextEncoder.WIDTH, encoded.length).mapToDouble(i -> encoded[i]))
                .containsOnly(0.0);
    }

    @Test
    void equalTextsHaveEqualRowsAndOthersOthers() {
        assertThat(encoder.encode("a red heart")).isEqualTo(encoder.encode("a red heart"));
        assertThat(encoder.encode("a red heart")).isNotEqualTo(encoder.encode("a blue heart"));
    }

    @Test
    void anEncoderOfMoreTokensGivesTheSameRows() {
        try (var wide = new TextEncoder(64)) {
            assertThat(wide.rows("a red heart")).isEqualTo(encoder.rows("a red heart"));
        }
    }

    @Test
    void theEmptyTextIsTheTwoSpecialTokens() {
        assertThat(encoder.rows("")).hasSize(2 * TextEncoder.WIDTH).doesNotContain(Float.NaN);
    }

    @Test
    void aLongTextIsCutAndStillEndsInTheSeparator() {
        assertThat(encoder.rows("a b c d e f g h i j k"))
                .hasSize(MAX_TOKENS * TextEncoder.WIDTH)
                .isEqualTo(encoder.rows("a b c d e f"));
    }

    @Test
    void fewerRowsThanTheSpecialTokensNeedAreRefused() {
        assertThatThrownBy(() -> new TextEncoder(2)).hasMessage("maxTokens must be at least 3 (got 2)");
    }
}
