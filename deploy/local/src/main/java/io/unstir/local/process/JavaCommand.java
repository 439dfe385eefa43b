package io.unstir.local.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a child JVM of the same JDK. */
public final class JavaCommand {
    private static final List<String> ALWAYS = List.of(
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private JavaCommand() {}

    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** {@code java}, the flags that every child gets, then {@code more}. */
    public static List<String> of(List<String> more) {
        List<String> command = new ArrayList<>();
        command.add(java().toString());
        command.addAll(ALWAYS);
        command.addAll(more);
        return List.copyOf(command);
    }
}
