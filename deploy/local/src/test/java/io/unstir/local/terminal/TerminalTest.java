package io.unstir.local.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.local.Console;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private static final Screen PLAIN = Screen.ofSize("24 80");
    private static final Screen SIXEL = PLAIN.with("\033[6;17;8t\033[?62;4;22c");

    private static Console console(boolean live, Charset charset) {
        var stream = new PrintStream(OutputStream.nullOutputStream(), true, charset);
        return new Console(stream, stream, live);
    }

    private static Optional<Painter> automatic(Map<String, String> environment, Screen screen) {
        return new Terminal(environment, () -> screen).painter(PreviewStyle.auto, console(true, UTF_8));
    }

    @Test
    void terminalsMakeThemselvesKnown() {
        assertThat(automatic(Map.of("TERM", "xterm-kitty"), PLAIN)).containsInstanceOf(KittyPainter.class);
        assertThat(automatic(Map.of("KITTY_WINDOW_ID", "1"), PLAIN)).containsInstanceOf(KittyPainter.class);
        assertThat(automatic(Map.of("TERM", "xterm-ghostty"), PLAIN)).containsInstanceOf(KittyPainter.class);
        assertThat(automatic(Map.of("TERM_PROGRAM", "WezTerm"), PLAIN)).containsInstanceOf(KittyPainter.class);
        assertThat(automatic(Map.of("TERM_PROGRAM", "iTerm.app"), PLAIN)).containsInstanceOf(ItermPainter.class);
        assertThat(automatic(Map.of("TERM_PROGRAM", "mintty"), PLAIN)).containsInstanceOf(ItermPainter.class);
    }

    @Test
    void terminalThatSaysSoGetsSixelInItsCells() {
        assertThat(automatic(Map.of("TERM", "xterm"), SIXEL)).contains(new SixelPainter(new Cell(8, 17)));
    }

    @Test
    void othersGetBlocksInAsManyColoursAsTheySay() {
        assertThat(automatic(Map.of("TERM", "xterm-256color"), PLAIN))
                .contains(new BlockPainter(BlockPainter.Palette.XTERM_256));
        assertThat(automatic(Map.of("TERM", "xterm-256color", "COLORTERM", "truecolor"), PLAIN))
                .contains(new BlockPainter(BlockPainter.Palette.TRUE));
    }

    @Test
    void whatIsInsideTmuxIsNotTheTerminalAroundIt() {
        assertThat(automatic(Map.of("KITTY_WINDOW_ID", "1", "TMUX", "/tmp/tmux"), PLAIN))
                .containsInstanceOf(BlockPainter.class);
    }

    @Test
    void nothingIsShownWhereItWouldNotBeSeen() {
        assertThat(automatic(Map.of("TERM", "dumb"), PLAIN)).isEmpty();
        assertThat(automatic(Map.of("NO_COLOR", "1"), PLAIN)).isEmpty();
        var terminal = new Terminal(Map.of(), () -> PLAIN);
        assertThat(terminal.painter(PreviewStyle.auto, console(true, US_ASCII))).isEmpty();
        assertThat(terminal.painter(PreviewStyle.kitty, console(false, UTF_8))).isEmpty();
        assertThat(terminal.painter(PreviewStyle.none, console(true, UTF_8))).isEmpty();
    }

    @Test
    void whatIsWantedIsDone() {
        var terminal = new Terminal(Map.of("NO_COLOR", "1"), () -> PLAIN);

        assertThat(terminal.painter(PreviewStyle.sixel, console(true, UTF_8))).contains(new SixelPainter(Cell.USUAL));
        assertThat(terminal.painter(PreviewStyle.iterm, console(true, UTF_8))).containsInstanceOf(ItermPainter.class);
        assertThat(terminal.painter(PreviewStyle.blocks, console(true, UTF_8))).containsInstanceOf(BlockPainter.class);
    }

    @Test
    void screenThatDoesNotTellIsAsMostAre() {
        assertThat(Screen.ofSize("0 0")).isEqualTo(PLAIN);
        assertThat(PLAIN.with("")).isEqualTo(PLAIN);
        assertThat(PLAIN.with("\033[?64;14c").sixel()).isFalse();
    }
}
