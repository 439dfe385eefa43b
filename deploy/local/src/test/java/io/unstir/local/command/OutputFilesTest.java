package io.unstir.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutputFilesTest {
    private final OutputFiles given = new OutputFiles(Optional.of(Path.of("out/face.png")));
    private final OutputFiles none = new OutputFiles(Optional.empty());

    @Test
    void oneImageGoesToTheFileGiven() {
        assertThat(given.of("a face", 7, 0, 0, 1)).isEqualTo(Path.of("out/face.png"));
    }

    @Test
    void severalImagesAreNumbered() {
        assertThat(given.of("a face", 7, 2, 2, 3)).isEqualTo(Path.of("out/face-2.png"));
    }

    @Test
    void withoutAFilePromptAndSeedMakeTheName() {
        assertThat(none.of("A face", 7, 0, 0, 2)).isEqualTo(Path.of("a-face-7.png"));
        assertThat(none.of("A face", 7, 1, 1, 2)).isEqualTo(Path.of("a-face-7-1.png"));
    }
}
