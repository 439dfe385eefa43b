package io.unstir.local.terminal;

import io.unstir.local.Console;

/**
 * The last lines of a terminal, drawn over themselves: a picture, where there is one, and a line of text below it. The cursor
 * rests on that line, out of sight. Safe for a signal's thread to end while another draws.
 */
public final class LiveRegion {
    private static final String HIDE = "\033[?25l";
    private static final String SHOW = "\033[?25h";
    private static final String SAVE = "\0337";
    private static final String RESTORE = "\0338";
    private static final String REST_OF_LINE = "\033[K";
    private static final String REST_OF_SCREEN = "\033[J";
    /** What stands between these is shown at once, where the terminal knows them. */
    private static final String TOGETHER = "\033[?2026h";

    private static final String SHOWN = "\033[?2026l";

    private final Console console;
    private final Screen screen;
    private int lines;
    private boolean begun;
    private boolean ended;
    private String eraser = "";

    /** On the terminal of this process. */
    public LiveRegion(Console console) {
        this(console, Screen.measured());
    }

    LiveRegion(Console console, Screen screen) {
        this.console = console;
        this.screen = screen;
    }

    Screen screen() {
        return screen;
    }

    /** Draws the line below the picture, if there is one; no more of it than a line, which else would be two. */
    public synchronized void line(String text) {
        if (!ended) {
            write(begin() + "\r" + text.substring(0, Math.min(text.length(), screen.columns() - 1)) + REST_OF_LINE);
        }
    }

    /**
     * Draws a picture above the line, in place of the last one.
     *
     * @param painting what draws it from its upper left corner on
     * @param high how many lines it takes
     * @param eraser what takes it away where writing over it does not
     */
    public synchronized void picture(String painting, int high, String eraser) {
        if (!ended) {
            this.eraser = eraser;
            write(begin() + TOGETHER + room(high) + up() + SAVE + painting + RESTORE + down() + SHOWN);
        }
    }

    /** Takes the line away; the picture stays, and what is written next stands below it. */
    public synchronized void keep() {
        end("\r" + REST_OF_LINE);
    }

    /** Takes all of it away. */
    public synchronized void clear() {
        end(eraser + up() + REST_OF_SCREEN);
    }

    private void end(String last) {
        if (begun && !ended) {
            write(last + SHOW);
        }
        ended = true;
    }

    private String begin() {
        String first = begun ? "" : HIDE;
        begun = true;
        return first;
    }

    /** New lines below, so that the terminal scrolls where it must. */
    private String room(int high) {
        int more = Math.max(0, high - lines);
        lines += more;
        return more == 0 ? "" : "\r" + REST_OF_LINE + "\n".repeat(more);
    }

    private String up() {
        return lines == 0 ? "\r" : "\r\033[" + lines + "A";
    }

    private String down() {
        return lines == 0 ? "" : "\033[" + lines + "B";
    }

    private void write(String text) {
        console.err().print(text);
        console.err().flush();
    }
}
