package io.unstir.local;

import java.io.PrintStream;

/**
 * Where progress and results go: progress to {@code err}, the result, and nothing else, to {@code out}.
 *
 * @param live whether {@code err} is a terminal, on which a line can be drawn over again
 */
public record Console(PrintStream out, PrintStream err, boolean live) {

    /** The console of this process. */
    public static Console system() {
        return new Console(
                System.out,
                System.err,
                System.console() != null && System.console().isTerminal());
    }

    /** One line of progress. */
    public void note(String line) {
        err.println(line);
        err.flush();
    }

    /** One line of the result. */
    public void print(String line) {
        out.println(line);
        out.flush();
    }
}
