package io.unstir.local.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlugTest {
    @Test
    void promptBecomesAFileName() {
        assertThat(Slug.of("A smiling face, with Sunglasses!")).isEqualTo("a-smiling-face-with-sunglasses");
        assertThat(Slug.of("Crème brûlée")).isEqualTo("creme-brulee");
    }

    @Test
    void pathsCannotBeSmuggledIn() {
        assertThat(Slug.of("../../etc/passwd")).isEqualTo("etc-passwd");
    }

    @Test
    void promptWithoutLettersHasAName() {
        assertThat(Slug.of("😎")).isEqualTo("image");
    }

    @Test
    void longPromptIsCut() {
        assertThat(Slug.of("very ".repeat(100))).hasSizeLessThanOrEqualTo(48).doesNotEndWith("-");
    }
}
