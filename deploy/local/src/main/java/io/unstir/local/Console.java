package io.unstir.local;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where progress and results go: progress to {@code err}, the result, and nothing else, to {@code out}.
 *
 * @param live whether {@code err} is a terminal, on which a line can be drawn over again
 */
public record Console(PrintStream out, PrintStream err, boolean live) {

    /** What makes a terminal do something, or shows a text as another: prompts and messages are other people's. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]");

    /** The console of this process. */
    public static Console system() {
        boolean terminal = System.console() != null && System.console().isTerminal();
        return new Console(System.out, System.err, terminal && !isDumb() && isDevice(Path.of("/proc/self/fd/2")));
    }

    /** A terminal on which a line cannot be drawn over, such as that of an editor. */
    private static boolean isDumb() {
        return "dumb".equals(System.getenv("TERM"));
    }

    /** Java tells of stdin and stdout only, and stderr may go to a file; where there is no such link, it is believed. */
    private static boolean isDevice(Path stream) {
        try {
            return Files.readSymbolicLink(stream).startsWith("/dev");
        } catch (IOException | UnsupportedOperationException e) {
            return true;
        }
    }

    /** One line of progress. */
    public void note(String line) {
        err.println(shown(line));
        err.flush();
    }

    /** One line of the result. */
    public void print(String line) {
        out.println(shown(line));
        out.flush();
    }

    private static String shown(String line) {
        return UNSEEN.matcher(line)
                .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
    }
}
