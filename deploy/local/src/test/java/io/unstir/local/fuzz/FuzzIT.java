package io.unstir.local.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.local.fuzz.HostileBytes.Reader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** What was found once. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {"EVENTS|data: null", "JOB|{}", "JOB|{\"jobs\": [7]}", "VERIFICATION|{}", "TRAINING|{}", "JOB|null"
            })
    void answersOfSomebodyElseAreRefused(Reader reader, String answer) throws Exception {
        HostileBytes.fuzzerTestOneInput(input(reader, answer + "\n\n"));
    }

    private Process jazzer(Path seeds, Path log) throws IOException {
        Path found = Files.createDirectory(folder.resolve("found"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
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

    private static byte[] input(Reader reader, String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        return ByteBuffer.allocate(1 + bytes.length)
                .put((byte) reader.ordinal())
                .put(bytes)
                .array();
    }

    private static String right(Reader reader) {
        return switch (reader) {
            case EVENTS ->
                ": \n\nevent: status\nid: 3-7\ndata: {\"status\":\"processing\",\"progress\":{\"value\":0.5}}\n\n"
                        + "event: image\ndata: {\"index\":0,\"sha256\":\"a\",\"seed\":7}\n\n"
                        + "event: done\ndata: {\"id\":\"a\",\"status\":\"succeeded\",\"images\":[]}\n\n";
            case PROBLEM ->
                "{\"title\":\"a\",\"code\":\"b\",\"errors\":[{\"field\":\"n\",\"message\":\"c\",\"value\":\"d\",\"limit\":\"e\"}]}";
            case JOB ->
                "{\"id\":\"a\",\"input\":{\"n\":2},\"images\":[{\"sha256\":\"b\"}],\"error\":{\"code\":\"c\"},\"jobs\":[{\"id\":\"d\"}]}";
            case TRAINING ->
                "{\"id\":\"a\",\"step\":7,\"loss\":0.5,\"checkpoint\":{\"model\":\"b\"},\"images\":[\"c\"],\"seed\":7}";
            case VERIFICATION -> "{\"image\":\"a\",\"job\":\"b\",\"outcome\":\"different\",\"urls\":{\"self\":\"c\"}}";
            case LINEAGE ->
                "{\"nodes\":[{\"id\":\"a\",\"kind\":\"image\",\"label\":\"b\",\"properties\":{\"width\":8}},"
                        + "{\"id\":\"c\",\"kind\":\"job\"}],\"edges\":[{\"from\":\"c\",\"to\":\"a\"}]}";
            case MARGINS -> "8,0,8,0";
            case SIZE -> "64x32";
            case RESAMPLING -> "5:10";
            case CONFIG -> "model: a\ndata: &b {kind: images}\nother: *b\n";
            case IMAGE ->
                "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\0\10\0\0\0\10\b\2\0\0\0aaaa\0\0\0\rtEXtsha256\0abcdefaaaa";
            case STATE ->
                "{\"supervisor\":{\"pid\":7,\"started\":\"2026-11-23T10:00:00Z\"},\"owner\":\"up\",\"phase\":\"ready\","
                        + "\"port_base\":7600,\"services\":[{\"name\":\"a\",\"pid\":8,\"started\":\"2026-11-23T10:00:00Z\",\"port\":7}]}";
        };
    }
}
