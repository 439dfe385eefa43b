package io.unstir.sampler.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.proto.v1.JobSubmitted;
import io.unstir.sampler.fixture.TinyDenoiser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jazzer for some seconds, on files that are right at first; {@code -Dunstir.fuzz.seconds=600} for longer. */
class FuzzIT {
    private static final int SECONDS = Integer.getInteger("unstir.fuzz.seconds", 10);
    private static final Path MANIFEST = Path.of("..", "deploy", "models", "emoji", "unstir.json");

    @TempDir
    private Path folder;

    @Test
    void hostileBytesAreRefusedInOurOwnWords() throws Exception {
        // Given
        Path seeds = Files.createDirectory(folder.resolve("seeds"));
        seed(seeds, "graph", HostileBytes.GRAPH, new TinyDenoiser(1, 2, 2, 2).onnx());
        seed(seeds, "png", HostileBytes.PICTURE, picture("lossless-palette.png"));
        seed(seeds, "webp", HostileBytes.PICTURE, picture("lossless-palette.webp"));
        seed(seeds, "manifest", HostileBytes.MANIFEST, Files.readAllBytes(MANIFEST));
        var job = JobSubmitted.newBuilder().setJobId("a").setTenant("b");
        seed(seeds, "record", HostileBytes.RECORD, job.build().toByteArray());

        // When
        Path log = Path.of("target", "fuzz.log");
        Process jazzer = jazzer(seeds, log);

        // Then
        assertThat(jazzer.waitFor(Duration.ofSeconds(SECONDS + 300L))).isTrue();
        assertThat(jazzer.exitValue())
                .as("see %s; what failed lies beside it", log)
                .isZero();
        // A slow machine may get no further than the files it was given.
        assertThat(Files.readString(log)).containsPattern("INITED cov: \\d{3,}").contains("Done ");
    }

    private Process jazzer(Path seeds, Path log) throws IOException {
        Path found = Files.createDirectory(folder.resolve("found"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Djava.awt.headless=true",
                        "-XX:+EnableDynamicAgentLoading",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + HostileBytes.class.getName(),
                        "--instrumentation_includes=io.unstir.**",
                        // Watching every call for injections would take the time that is there.
                        "--custom_hook_excludes=**",
                        "--reproducer_path=target",
                        "-artifact_prefix=target/fuzz-",
                        "-max_total_time=" + SECONDS,
                        "-timeout=120",
                        "-rss_limit_mb=4096",
                        found.toString(),
                        seeds.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static void seed(Path folder, String name, byte reader, byte[] bytes) throws IOException {
        Files.write(
                folder.resolve(name),
                ByteBuffer.allocate(1 + bytes.length).put(reader).put(bytes).array());
    }

    private static byte[] picture(String name) throws IOException {
        try (var in = HostileBytes.class.getResourceAsStream("/picture/" + name)) {
            return in.readAllBytes();
        }
    }
}
