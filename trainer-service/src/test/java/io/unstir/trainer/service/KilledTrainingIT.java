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
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged trainer's command line, killed without warning at some step and started again. */
class KilledTrainingIT {
    private static final int STEPS = 40;

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
    @ValueSource(strings = {"ema_decay: 0.9", "ema_snapshot_every: 20"})
    void killedRunEndsWithTheWeightsAndLossesOfAnUndisturbedOne(String average) throws Exception {
        // Given
        Path config = Files.writeString(folder.resolve("config.yaml"), """
                model: shapes
                data: {folder: shapes, image_size: 8, max_tokens: 8}
                network: {channels: [8, 16], blocks: 1, attention_levels: [1], heads: 2, dropout: 0.1}
                training: {steps: %d, batch: 2, warmup_steps: 2, checkpoint_every: 7, samples_every: 15, %s}
                """.formatted(STEPS, average));
        assertThat(train(config, "whole").exitStatus()).isZero();
        int killedAt = new SplittableRandom().nextInt(8, STEPS - 15);

        // When
        try (var training = train(config, "parts")) {
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> keptStep() >= killedAt - 7);
            training.kill();
        }
        boolean wasCutShort = !Files.exists(folder.resolve("parts/bundle"));
        assertThat(train(config, "parts").exitStatus()).isZero();

        // Then
        assertThat(wasCutShort).isTrue();
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
