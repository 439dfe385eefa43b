package io.unstir.local.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.local.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class LiveRegionTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, true, UTF_8);
    private final LiveRegion region = new LiveRegion(new Console(stream, stream, true), Screen.ofSize("6 20"));

    private TextScreen screen() {
        return new TextScreen(6, 20).write(bytes.toString(UTF_8));
    }

    @Test
    void lineIsDrawnOverItself() {
        region.line("50 % and more");
        region.line("60 %");

        assertThat(screen().text()).isEqualTo("60 %");
        assertThat(screen().showsCursor()).isFalse();
    }

    @Test
    void lineThatIsTooLongStaysOne() {
        region.line("a line of more than twenty characters");
        region.line("short");

        assertThat(screen().text()).isEqualTo("short");
    }

    @Test
    void pictureAndLineAreDrawnOverThemselvesAtTheBottomOfTheScreen() {
        stream.print("one\ntwo\nthree\nfour\nfive\n");
        region.line("10 %");
        region.picture("aa\r\naa", 2, "");
        region.line("20 %");
        region.picture("bb\r\nbb", 2, "");
        region.line("30 %");

        assertThat(screen().text()).isEqualTo("three\nfour\nfive\nbb\nbb\n30 %");
    }

    @Test
    void whatIsKeptHasTheNextLinesBelowIt() {
        region.line("10 %");
        region.picture("aa\r\naa", 2, "");
        region.keep();
        stream.print("done\n");
        region.line("too late");

        assertThat(screen().text()).isEqualTo("aa\naa\ndone");
        assertThat(screen().showsCursor()).isTrue();
    }

    @Test
    void whatIsClearedLeavesNothing() {
        stream.print("$ unstir\n");
        region.line("10 %");
        region.picture("aa\r\naa", 2, "");
        region.clear();
        stream.print("canceling\n");
        region.picture("bb\r\nbb", 2, "");

        assertThat(screen().text()).isEqualTo("$ unstir\ncanceling");
        assertThat(screen().showsCursor()).isTrue();
    }

    @Test
    void nothingWasDrawnAndNothingIsWritten() {
        region.clear();

        assertThat(bytes.toString(UTF_8)).isEmpty();
    }
}
