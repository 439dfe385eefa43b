package io.unstir.local.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Children in a session of their own: Ctrl-C in the terminal reaches the supervisor alone, which then stops them in order. */
public final class Detached {
    private Detached() {}

    /** {@code setsid} replaces itself by the command, so the process number stays that of the child. */
    public static List<String> command(List<String> command) {
        return program("setsid")
                .map(setsid -> {
                    List<String> whole = new ArrayList<>(List.of(setsid));
                    whole.addAll(command);
                    return List.copyOf(whole);
                })
                .orElse(command);
    }

    /** Where a program of the system is. */
    public static Optional<String> program(String name) {
        return Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
