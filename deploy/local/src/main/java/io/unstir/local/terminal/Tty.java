package io.unstir.local.terminal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The terminal that this process belongs to. Java has no way to its settings; {@code stty} has. */
final class Tty {
    private static final File TERMINAL = new File("/dev/tty");
    private static final long STTY_MS = 1_000;
    private static final long ANSWER_MS = 300;

    private Tty() {}

    /** Lines and columns, as {@code stty size} writes them. */
    static Optional<String> size() {
        return stty("size");
    }

    /**
     * Sends a question and returns what the terminal answers within a moment, up to the character that ends it. Nothing is
     * asked from the background, where reading would stop this process.
     */
    static Optional<String> ask(String question, char end) {
        if (!isInForeground()) {
            return Optional.empty();
        }
        return stty("-g").flatMap(settings -> {
            if (stty("-icanon -echo min 0 time 1").isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(answer(question, end));
            } catch (IOException e) {
                return Optional.empty();
            } finally {
                stty(settings);
            }
        });
    }

    private static String answer(String question, char end) throws IOException {
        var answer = new StringBuilder();
        try (var out = new FileOutputStream(TERMINAL);
                var in = new FileInputStream(TERMINAL)) {
            out.write(question.getBytes(US_ASCII));
            long begin = System.nanoTime();
            while (answer.indexOf(String.valueOf(end)) < 0
                    && System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(ANSWER_MS)) {
                byte[] bytes = new byte[64];
                int count = in.read(bytes);
                answer.append(new String(bytes, 0, Math.max(0, count), ISO_8859_1));
            }
        }
        return answer.toString();
    }

    private static Optional<String> stty(String arguments) {
        try {
            Process stty = new ProcessBuilder(("stty " + arguments).split(" "))
                    .redirectInput(TERMINAL)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(STTY_MS, TimeUnit.MILLISECONDS)) {
                stty.destroyForcibly();
                return Optional.empty();
            }
            String said = new String(stty.getInputStream().readAllBytes(), US_ASCII).strip();
            return stty.exitValue() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** By proc(5): the process group of this process is the one that the terminal listens to. */
    private static boolean isInForeground() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return fields[2].equals(fields[5]);
        } catch (IOException e) {
            return false;
        }
    }
}
