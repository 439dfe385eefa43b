package io.unstir.gateway.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.unstir.gateway.fuzz.HostileBytes.Reader;
import io.unstir.gateway.it.Happenings;
import io.unstir.proto.v1.ApiKey;
import io.unstir.proto.v1.CheckpointEvent;
import io.unstir.proto.v1.CheckpointPublished;
import io.unstir.proto.v1.JobParked;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.ReplicaSeen;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jazzer for some seconds, on what is right at first; {@code -Dunstir.fuzz.seconds=600} for longer. */
class FuzzIT {
    private static final int SECONDS = Integer.getInteger("unstir.fuzz.seconds", 10);
    private static final Timestamp NOON =
            Timestamp.newBuilder().setSeconds(1_795_435_200L).build();

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

    /** What was found once, and what a writer may put on a topic that Protobuf takes for a time. */
    @ParameterizedTest
    @EnumSource(names = {"SUBMISSION", "EVENT", "MODEL", "STORED_KEY", "PARKED", "REPLICA"})
    void timesThatAreNoneAreTaken(Reader reader) throws IOException {
        var never =
                Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).setNanos(-1).build();
        HostileBytes.fuzzerTestOneInput(input(reader, at(reader, never)));
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

    private static byte[] input(Reader reader, byte[] bytes) {
        return ByteBuffer.allocate(1 + bytes.length)
                .put((byte) reader.ordinal())
                .put(bytes)
                .array();
    }

    private static byte[] right(Reader reader) {
        String job =
                "{\"prompt\":\"a\",\"n\":2,\"seed\":7,\"steps\":9,\"solver\":\"ddpm\",\"eta\":0.5,\"priority\":\"bulk\","
                        + "\"webhook\":{\"url\":\"https://example.org/\",\"events\":[\"job.succeeded\"]},\"width\":64}";
        return switch (reader) {
            case JOB -> job.getBytes(UTF_8);
            case BATCH -> "{\"jobs\":[%s]}".formatted(job).getBytes(UTF_8);
            case KEY ->
                "{\"name\":\"a\",\"tenant\":\"b\",\"scopes\":[\"read\"],\"expires_at\":\"2030-01-31T12:00:00Z\"}"
                        .getBytes(UTF_8);
            case GENERATION ->
                "{\"prompt\":\"a\",\"size\":\"64x64\",\"response_format\":\"url\",\"user\":\"b\"}".getBytes(UTF_8);
            case IMAGE -> HexFormat.of().parseHex("89504e470d0a1a0a0000000d494844520000002000000010");
            case WORD -> "https://user@example.org:443/0199c0de-0000-7000-8000-000000000000#a".getBytes(UTF_8);
            case SUBMISSION, EVENT, MODEL, STORED_KEY, PARKED, REPLICA -> at(reader, NOON);
            case PREVIEW -> Happenings.preview("a", 0, 1, 20).toByteArray();
        };
    }

    /** A record that tells this time. */
    private static byte[] at(Reader reader, Timestamp time) {
        return switch (reader) {
            case SUBMISSION ->
                JobSubmitted.newBuilder()
                        .setJobId("a")
                        .setSubmittedAt(time)
                        .build()
                        .toByteArray();
            case EVENT ->
                Happenings.started("a", 1).toBuilder()
                        .setOccurredAt(time)
                        .build()
                        .toByteArray();
            case MODEL ->
                CheckpointEvent.newBuilder()
                        .setModel("emoji")
                        .setVersion("1")
                        .setOccurredAt(time)
                        .setPublished(CheckpointPublished.newBuilder().setDigest("a"))
                        .build()
                        .toByteArray();
            case STORED_KEY ->
                ApiKey.newBuilder()
                        .setId("a")
                        .addScopes("read")
                        .setCreatedAt(time)
                        .setExpiresAt(time)
                        .setRevokedAt(time)
                        .build()
                        .toByteArray();
            case PARKED ->
                JobParked.newBuilder().setJobId("a").setParkedAt(time).build().toByteArray();
            case REPLICA ->
                ReplicaSeen.newBuilder().setName("a").setAt(time).build().toByteArray();
            default -> throw new IllegalArgumentException(reader + " tells no time");
        };
    }
}
