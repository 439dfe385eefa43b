package io.unstir.storage.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of promises have to fail where the promise is broken: each is run over a service that breaks it, and over the one that is. */
class MutationsIT {
    /** As the build made it. */
    private static final Path CLASSES = Path.of("target", "classes");

    @TempDir
    private Path folder;

    private Path copy;

    @BeforeEach
    void copy() throws IOException {
        copy = folder.resolve("classes");
        try (var files = Files.walk(CLASSES)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(CLASSES.relativize(file)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTestOfABrokenPromiseFails(Mutation mutation) throws Exception {
        mutation.apply(copy);

        assertThat(exitCodeOf(List.of(mutation.test()))).as(this::told).isEqualTo(NamedTests.FAILED);
    }

    @Test
    void theSameTestsPassWithoutAMutation() throws Exception {
        assertThat(exitCodeOf(Mutation.tests())).as(this::told).isEqualTo(NamedTests.PASSED);
    }

    private int exitCodeOf(List<String> tests) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                NamedTests.class.getName()));
        command.addAll(tests);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output().toFile())
                .start()
                .waitFor();
    }

    /** With the copy in the place of the service itself, which the build's class path has as a folder or as a jar. */
    private String classPath() throws IOException {
        var built = CLASSES.toRealPath().getParent();
        String others = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        !Path.of(entry).startsWith(built) || Path.of(entry).endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        return copy + File.pathSeparator + others;
    }

    private String told() {
        try {
            return Files.readString(output());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private Path output() {
        return folder.resolve("output");
    }
}
