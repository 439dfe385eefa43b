package io.unstir.trainer.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.proto.v1.TrainingRequested;
import io.unstir.trainer.fuzz.HostileBytes.Reader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jazzer for some seconds, on what is right at first; {@code -Dunstir.fuzz.seconds=600} for longer. */
class FuzzIT {
    private static final int SECONDS = Integer.getInteger("unstir.fuzz.seconds", 10);

    @TempDir
    private Path folder;

    @Test
    void hostileBytesAreRefusedInOurOwnWords() throws Exception {
        // Given
        Path seeds = Files.createDirectory(folder.resolve("seeds"));
        for (var reader : Reader.values()) {
            Files.write(seeds.resolve(reader.name()), input(reader, right(reader)));
        }

        // When
        Path log = Path.of("target", "fuzz.log");
        Process jazzer = jazzer(seeds, log);

        // Then
        assertThat(jazzer.waitFor(Duration.ofSeconds(SECONDS + 300L))).isTrue();
        assertThat(jazzer.exitValue())
                .as("see %s; what failed lies beside it", log)
                .isZero();
        // A slow machine may get no further than what it was given.
        assertThat(Files.readString(log)).containsPattern("INITED cov: \\d{3,}").contains("Done ");
    }

    private Process jazzer(Path seeds, Path log) throws IOException {
        Path found = Files.createDirectory(folder.resolve("found"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
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

    private static byte[] input(Reader reader, byte[] bytes) {
        return ByteBuffer.allocate(1 + bytes.length)
                .put((byte) reader.ordinal())
                .put(bytes)
                .array();
    }

    private static byte[] right(Reader reader) throws IOException {
        return switch (reader) {
            case REQUEST ->
                TrainingRequested.newBuilder()
                        .setTrainingId("a")
                        .setConfigYaml(config())
                        .build()
                        .toByteArray();
            case CONFIG -> config().getBytes(UTF_8);
            case PICTURE -> Files.readAllBytes(Path.of("src", "test", "resources", "data", "lossless-alpha.png"));
            case CAPTIONS -> "{\"file_name\": \"a.png\", \"text\": \"b\", \"category\": \"c\"}\n".getBytes(UTF_8);
            case MANIFEST, BUNDLE -> Files.readAllBytes(Path.of("..", "deploy", "models", "emoji", "unstir.json"));
            case BLOCKS -> blocks();
        };
    }

    private static String config() throws IOException {
        return Files.readString(Path.of("..", "deploy", "examples", "my-images.yaml"))
                .replaceAll("(?m)^ *#.*\n", "");
    }

    /** One block of two numbers, as the cache has it. */
    private static byte[] blocks() {
        byte[] text = "2\n".getBytes(UTF_8);
        var file = ByteBuffer.allocate(2 * Float.BYTES + text.length + 24).order(ByteOrder.LITTLE_ENDIAN);
        file.putFloat(1).putFloat(2).put(text).putLong(text.length);
        var checksum = new CRC32C();
        checksum.update(file.array(), 0, file.position());
        return file.putLong(checksum.getValue()).put("UBLOCKS1".getBytes(UTF_8)).array();
    }
}
