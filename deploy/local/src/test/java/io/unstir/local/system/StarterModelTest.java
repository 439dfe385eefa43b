package io.unstir.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is promised of the model that ships. */
class StarterModelTest {
    private static final Path MODELS = Path.of("..", "models");
    private static final long LARGEST = 25_000_000;

    @Test
    void theBundleIsSmallBesidesTheTextEncoder() throws IOException {
        try (var files = Files.walk(MODELS.resolve("emoji"))) {
            long bytes = files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("text_encoder"))
                    .mapToLong(StarterModelTest::size)
                    .sum();

            assertThat(bytes).isBetween(1_000_000L, LARGEST);
        }
    }

    @Test
    void theGridAsksForNamesAndForPhrasesThatNoCaptionSays() throws IOException {
        List<String> prompts = Files.readAllLines(MODELS.resolve("emoji-prompts.txt"));
        List<String> phrases = Files.readAllLines(MODELS.resolve("emoji-free-phrases.txt"));

        assertThat(prompts).hasSize(64).doesNotHaveDuplicates();
        assertThat(phrases).hasSize(16);
        assertThat(prompts.subList(48, 64)).isEqualTo(phrases);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
