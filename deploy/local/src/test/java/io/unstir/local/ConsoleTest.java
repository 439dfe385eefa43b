package io.unstir.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console =
            new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), true);

    @Test
    void otherPeoplesTextMakesATerminalDoNothing() {
        // When
        console.print("a\u001b]0;title\u0007b\rc\u009b2Jd\u202ee ❤️\tf\ng");
        console.note("a\u001b[2Jb");

        // Then
        assertThat(out.toString(UTF_8))
                .isEqualTo("a\\u001b]0;title\\u0007b\\u000dc\\u009b2Jd\\u202ee ❤️\tf\ng" + System.lineSeparator());
        assertThat(err.toString(UTF_8)).isEqualTo("a\\u001b[2Jb" + System.lineSeparator());
    }
}
