package io.unstir.storage.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import io.unstir.proto.v1.CheckpointEvaluated;
import io.unstir.proto.v1.CheckpointEvent;
import io.unstir.proto.v1.CheckpointPublished;
import io.unstir.proto.v1.JobControl;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.JobProgressed;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.TrainingEvent;
import io.unstir.proto.v1.TrainingProgressed;
import io.unstir.proto.v1.TrainingRequested;
import io.unstir.storage.fuzz.HostileBytes.Reader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private static byte[] input(Reader reader, byte[] bytes) {
        return ByteBuffer.allocate(1 + bytes.length)
                .put((byte) reader.ordinal())
                .put(bytes)
                .array();
    }

    private static byte[] right(Reader reader) {
        var id = "0199c0de-0000-7000-8000-000000000000";
        Message record =
                switch (reader) {
                    case JOB ->
                        JobSubmitted.newBuilder()
                                .setJobId(id)
                                .setSubmittedAt(NOON)
                                .build();
                    case EVENT ->
                        JobEvent.newBuilder()
                                .setJobId(id)
                                .setOccurredAt(NOON)
                                .setProgressed(JobProgressed.newBuilder().setStepsDone(7))
                                .build();
                    case CONTROL ->
                        JobControl.newBuilder().setJobId(id).setOccurredAt(NOON).build();
                    case CHECKPOINT ->
                        CheckpointEvent.newBuilder()
                                .setModel("emoji")
                                .setVersion("1")
                                .setOccurredAt(NOON)
                                .setPublished(CheckpointPublished.newBuilder().setDigest("a"))
                                .build();
                    case TRAINING ->
                        TrainingRequested.newBuilder()
                                .setTrainingId("a")
                                .setRequestedAt(NOON)
                                .build();
                    case TRAINING_EVENT ->
                        TrainingEvent.newBuilder()
                                .setTrainingId("a")
                                .setOccurredAt(NOON)
                                .setProgressed(TrainingProgressed.newBuilder().setStep(7))
                                .build();
                    case EVALUATION -> CheckpointEvaluated.getDefaultInstance();
                    case NAME -> StringValue.of("a".repeat(64));
                    case TENANT -> StringValue.of("default");
                    case CURSOR ->
                        StringValue.of(Base64.getUrlEncoder().encodeToString("1795435200000000 a".getBytes(UTF_8)));
                    case PICTURE -> BytesValue.of(ByteString.copyFrom(picture()));
                };
        return switch (record) {
            case StringValue text -> text.getValue().getBytes(UTF_8);
            case BytesValue bytes -> bytes.getValue().toByteArray();
            default -> record.toByteArray();
        };
    }

    private static byte[] picture() {
        try (var out = new ByteArrayOutputStream()) {
            ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
