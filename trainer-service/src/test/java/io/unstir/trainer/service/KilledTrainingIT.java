package io.unstir.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.unstir.proto.v1.BundleFile;
import io.unstir.trainer.bundle.BundleReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The packaged trainer's command line, killed without warning while it writes a checkpoint, and started again. A pipe that nobody reads
 * stands where that checkpoint is to be written, so the trainer waits there to be killed.
 */
class KilledTrainingIT {
    private static final int STEPS = 40;
    private static final int CHECKPOINT_EVERY = 7;

    @TempDir
    Path folder;

    @BeforeEach
    void dataSet() throws IOException {
        Path shapes = Files.createDirectories(folder.resolve("shapes"));
        var metadata = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            var image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            image.setRGB(i, i, 0xff00ff);
            ImageIO.write(image, "png", shapes.resolve(i + ".png").toFile());
            metadata.append("{\"file_name\": \"%d.png\", \"text\": \"dot %d\"}%n".formatted(i, i));
        }
        Files.writeString(shapes.resolve("metadata.jsonl"), metadata);
    }

    @ParameterizedTest
    @CsvSource({"ema_decay: 0.9, 7", "ema_decay: 0.9, 21", "ema_snapshot_every: 20, 28"})
    void killedRunEndsWithTheWeightsAndLossesOfAnUndisturbedOne(String average, int killedAt) throws Exception {
        // Given
        Path config = Files.writeString(folder.resolve("config.yaml"), """
                model: shapes
                data: {folder: shapes, image_size: 8, max_tokens: 8}
                network: {channels: [8, 16], blocks: 1, attention_levels: [1], heads: 2, dropout: 0.1}
                training: {steps: %d, batch: 2, warmup_steps: 2, checkpoint_every: %d, samples_every: 15, %s}
                """.formatted(STEPS, CHECKPOINT_EVERY, average));
        assertThat(train(config, "whole").exitStatus()).isZero();
        Path pipe = pipeAt(killedAt);

        // When
        try (var training = train(config, "parts")) {
            // Losses are on disk before the checkpoint of their step is begun.
            await().atMost(Duration.ofMinutes(3)).until(() -> lossesOf("parts") == killedAt);
            training.kill();
        }
        int kept = keptStep();
        Files.delete(pipe);
        assertThat(train(config, "parts").exitStatus()).isZero();

        // Then
        assertThat(kept).isEqualTo(killedAt - CHECKPOINT_EVERY);
        assertThat(files("parts")).isEqualTo(files("whole"));
        assertThat(folder.resolve("parts/loss.csv")).hasSameTextualContentAs(folder.resolve("whole/loss.csv"));
        assertThat(Files.readAllLines(folder.resolve("parts/loss.csv")).stream()
                        .skip(1)
                        .map(line -> line.split(",")[0]))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, STEPS)
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(folder.resolve("parts/samples/step-000030.png"))
                .hasSameBinaryContentAs(folder.resolve("whole/samples/step-000030.png"));
    }

    private Path pipeAt(int step) throws Exception {
        Path checkpoints = Files.createDirectories(folder.resolve("parts/checkpoints"));
        Path pipe = checkpoints.resolve("step-%09d.safetensors.partial".formatted(step));
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    private int lossesOf(String name) throws IOException {
        Path losses = folder.resolve(name).resolve("loss.csv");
        return Files.exists(losses) ? Files.readAllLines(losses).size() - 1 : 0;
    }

    private TrainerProcess train(Path config, String name) throws IOException {
        return new TrainerProcess(
                Map.of(),
                "train",
                config.toString(),
                "--out",
                folder.resolve(name).toString());
    }

    /** The newest step there is a checkpoint of. */
    private int keptStep() throws IOException {
        Path checkpoints = folder.resolve("parts/checkpoints");
        if (!Files.isDirectory(checkpoints)) {
            return 0;
        }
        try (var files = Files.list(checkpoints)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".safetensors"))
                    .mapToInt(name -> Integer.parseInt(name.replaceAll("\\D", "")))
                    .max()
                    .orElse(0);
        }
    }

    /** Digests of what was trained: the graph holds every weight. */
    private List<String> files(String name) {
        return new BundleReader()
                .read(folder.resolve(name).resolve("bundle")).manifest().getFilesList().stream()
                        .filter(file -> file.getPath().endsWith(".onnx"))
                        .map(BundleFile::getSha256)
                        .toList();
    }
}
