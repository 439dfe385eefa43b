package io.unstir.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    Path folder;

    @Test
    void eachStartBeginsAFreshFileAndAFewOldOnesStay() throws IOException {
        var log = new LogFile(folder.resolve("x.log"));
        for (int start = 1; start <= 6; start++) {
            log.rotate();
            Files.writeString(log.path(), "start " + start + "\n");
        }

        assertThat(folder)
                .isDirectoryContaining(path -> path.endsWith("x.log"))
                .isDirectoryNotContaining(path -> path.endsWith("x.log.4"));
        assertThat(folder.resolve("x.log.1")).hasContent("start 5");
        assertThat(folder.resolve("x.log.3")).hasContent("start 3");
    }

    @Test
    void tailIsTheLastLines() throws IOException {
        var log = new LogFile(folder.resolve("x.log"));
        Files.writeString(log.path(), "one\ntwo\nthree\n");

        assertThat(log.tail(2)).containsExactly("two", "three");
    }

    @Test
    void missingFileHasNoTail() {
        assertThat(new LogFile(folder.resolve("none.log")).tail(5)).isEmpty();
    }
}
