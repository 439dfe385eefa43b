package io.unstir.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTextTest {
    @Test
    void ordinaryTextStaysAsItIs() {
        assertThat(PrintableText.of("ein ❤️ für 日本")).isEqualTo("ein ❤️ für 日本");
    }

    @Test
    void whatMovesATerminalIsEscaped() {
        assertThat(PrintableText.of("a\u001b[2J\r\n\u0000\u202e\u2028"))
                .isEqualTo("a\\u001b[2J\\u000d\\u000a\\u0000\\u202e\\u2028");
    }

    @Test
    void halfACharacterIsEscaped() {
        assertThat(PrintableText.of("\ud83d!")).isEqualTo("\\ud83d!");
    }

    @Test
    void longTextIsCutBetweenCharacters() {
        assertThat(PrintableText.of("x".repeat(99) + "😀".repeat(50))).isEqualTo("x".repeat(99));
        assertThat(PrintableText.of("x".repeat(100_000))).hasSize(100);
    }
}
