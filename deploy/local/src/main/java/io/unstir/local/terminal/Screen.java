package io.unstir.local.terminal;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a terminal says of itself.
 *
 * @param sixel whether it shows sixel graphics
 * @param cell the size of a character in pixels, where it tells
 */
record Screen(int lines, int columns, boolean sixel, Optional<Cell> cell) {
    private static final Screen USUAL = new Screen(24, 80, false, Optional.empty());
    private static final Pattern SIZE = Pattern.compile("(\\d+) (\\d+)");
    private static final Pattern CELL = Pattern.compile("\\[6;(\\d+);(\\d+)t");
    private static final Pattern ATTRIBUTES = Pattern.compile("\\[\\?([\\d;]*)c");

    /** What a character's size is, by xterm; then what the terminal can (DA1), which every terminal answers, and so last. */
    private static final String QUESTION = "\033[16t\033[c";

    private static final String SIXEL = "4";

    /** How large it is, without asking the terminal itself anything. */
    static Screen measured() {
        return Tty.size().map(Screen::ofSize).orElse(USUAL);
    }

    /** The same with what only the terminal knows. */
    Screen asked() {
        return Tty.ask(QUESTION, 'c').map(this::with).orElse(this);
    }

    static Screen ofSize(String text) {
        var found = SIZE.matcher(text);
        // Both are 0 where nobody set them, such as on a serial line.
        return found.matches() && !found.group(1).equals("0") && !found.group(2).equals("0")
                ? new Screen(
                        Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)), false, Optional.empty())
                : USUAL;
    }

    Screen with(String answer) {
        var attributes = ATTRIBUTES.matcher(answer);
        boolean told = attributes.find()
                && Pattern.compile(";").splitAsStream(attributes.group(1)).anyMatch(SIXEL::equals);
        var size = CELL.matcher(answer);
        var found = size.find() && !size.group(1).equals("0") && !size.group(2).equals("0")
                ? Optional.of(new Cell(Integer.parseInt(size.group(2)), Integer.parseInt(size.group(1))))
                : cell;
        return new Screen(lines, columns, told, found);
    }
}
