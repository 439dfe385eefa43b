package io.unstir.local.terminal;

import io.unstir.local.Console;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which way of showing pictures a terminal has.
 *
 * @param environment by which terminals make themselves known
 * @param screen asks the terminal itself; only where the environment does not tell
 */
record Terminal(Map<String, String> environment, Supplier<Screen> screen) {

    /** @param console of which nothing but text is wanted where it is no terminal */
    Optional<Painter> painter(PreviewStyle wanted, Console console) {
        if (!console.live()) {
            return Optional.empty();
        }
        return switch (wanted) {
            case none -> Optional.empty();
            case kitty -> Optional.of(kitty());
            case iterm -> Optional.of(iterm());
            case sixel -> Optional.of(new SixelPainter(screen.get().cell().orElse(Cell.USUAL)));
            case blocks -> Optional.of(new BlockPainter(palette()));
            case auto -> automatic(console);
        };
    }

    private Optional<Painter> automatic(Console console) {
        if (is("TERM", "dumb") || !of("NO_COLOR").isEmpty()) {
            return Optional.empty();
        }
        // tmux and screen hand on the variables of the terminal around them, but not what it shows.
        boolean around = !of("TMUX").isEmpty()
                || of("TERM").startsWith("screen")
                || of("TERM").startsWith("tmux");
        if (!around && isKitty()) {
            return Optional.of(kitty());
        }
        if (!around && isIterm()) {
            return Optional.of(iterm());
        }
        Screen asked = screen.get();
        if (asked.sixel()) {
            return Optional.of(new SixelPainter(asked.cell().orElse(Cell.USUAL)));
        }
        boolean unicode = console.err().charset().newEncoder().canEncode(BlockPainter.UPPER_HALF);
        return unicode ? Optional.of(new BlockPainter(palette())) : Optional.empty();
    }

    private boolean isKitty() {
        return !of("KITTY_WINDOW_ID").isEmpty()
                || is("TERM", "xterm-kitty")
                || is("TERM", "xterm-ghostty")
                || is("TERM_PROGRAM", "ghostty")
                || is("TERM_PROGRAM", "wezterm");
    }

    private boolean isIterm() {
        return is("TERM_PROGRAM", "iterm.app") || is("LC_TERMINAL", "iterm2") || is("TERM_PROGRAM", "mintty");
    }

    private BlockPainter.Palette palette() {
        return is("COLORTERM", "truecolor") || is("COLORTERM", "24bit")
                ? BlockPainter.Palette.TRUE
                : BlockPainter.Palette.XTERM_256;
    }

    private static Painter kitty() {
        return new KittyPainter(Cell.USUAL, (int) (ProcessHandle.current().pid() & 0xffffff) + 1);
    }

    private static Painter iterm() {
        return new ItermPainter(Cell.USUAL);
    }

    private boolean is(String name, String value) {
        return of(name).toLowerCase(Locale.ROOT).equals(value);
    }

    private String of(String name) {
        return environment.getOrDefault(name, "");
    }
}
