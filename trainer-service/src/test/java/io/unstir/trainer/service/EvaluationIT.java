package io.unstir.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.CheckpointEvaluated;
import io.unstir.trainer.bundle.Bundle;
import io.unstir.trainer.bundle.BundleReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged trainer's evaluation, from a bundle to the event on a real broker. */
class EvaluationIT {
    private static final List<String> COLOURS = List.of("red", "green", "blue");

    @TempDir
    Path folder;

    private Broker broker;
    private Bundle bundle;

    @BeforeEach
    void start() throws Exception {
        broker = new Broker(folder.resolve("kafka"));
        broker.createTopics();
        dataSet();
        Path config = Files.writeString(folder.resolve("squares.yaml"), """
                model: squares
                data: {folder: squares, image_size: 8, max_tokens: 8}
                network: {channels: [8], blocks: 1, attention_levels: [], heads: 2}
                training: {steps: 2, batch: 2, checkpoint_every: 2}
                """);
        assertThat(run(
                        "train",
                        config.toString(),
                        "--out",
                        folder.resolve("run").toString()))
                .isZero();
        bundle = new BundleReader().read(folder.resolve("run/bundle"));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void whatWasFoundIsBesideTheManifestAndOnTheTopic() throws Exception {
        // Given pictures as a good model would make them of the prompts
        String manifest = folder.resolve("run/bundle/unstir.json").toString();
        String data = folder.resolve("squares").toString();
        Path prompts = folder.resolve("prompts.jsonl");
        assertThat(run(
                        "evaluate",
                        "prompts",
                        "--manifest",
                        manifest,
                        "--data",
                        data,
                        "--images",
                        "30",
                        "--seed",
                        "4",
                        "--out",
                        prompts.toString()))
                .isZero();
        Path made = made(prompts);

        // When
        int status = run(
                "evaluate",
                "score",
                "--manifest",
                manifest,
                "--data",
                data,
                "--images",
                made.toString(),
                "--out",
                folder.resolve("evaluation.json").toString(),
                "--bundle",
                bundle.folder().toString(),
                "--publish",
                broker.bootstrapServers());

        // Then
        assertThat(status).isZero();
        JsonNode report = json(bundle.folder().resolve("evaluation.json"));
        assertThat(report).isEqualTo(json(folder.resolve("evaluation.json")));
        assertThat(report.at("/checkpoint/digest").asText()).isEqualTo(bundle.digest());
        assertThat(report.at("/runs/0/scores/prompt_agreement").asDouble()).isGreaterThan(0.9);
        assertThat(new BundleReader().read(bundle.folder()).digest())
                .as("scores make no other checkpoint")
                .isEqualTo(bundle.digest());
        assertThat(broker.read(Topic.TRAINING_EVENTS)).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo(bundle.digest());
            assertThat(Broker.header(record, "ce_type")).isEqualTo("io.unstir.v1.CheckpointEvaluated");
            assertThat(Broker.header(record, "ce_id")).startsWith(bundle.digest() + "/evaluated/");
            var event = CheckpointEvaluated.parseFrom(record.value());
            assertThat(event.getCheckpoint()).isEqualTo(bundle.reference());
            assertThat(event.getClassifierDigest())
                    .isEqualTo(report.at("/classifier/digest").asText());
            assertThat(event.getImages()).isEqualTo(30);
            assertThat(event.getScores().getFrechetDistance())
                    .isEqualTo(report.at("/runs/0/scores/frechet_distance").asDouble());
            assertThat(event.getScores().hasPromptAgreement()).isTrue();
        });
    }

    private int run(String... arguments) throws Exception {
        var caches = Map.of("XDG_CACHE_HOME", folder.resolve("caches").toString());
        try (var trainer = new TrainerProcess(caches, arguments)) {
            return trainer.exitStatus();
        }
    }

    private Path made(Path prompts) throws Exception {
        Path made = Files.createDirectories(folder.resolve("made"));
        var index = new StringBuilder();
        List<String> lines = Files.readAllLines(prompts);
        assertThat(lines).hasSize(30);
        for (int i = 0; i < lines.size(); i++) {
            JsonNode prompt = new ObjectMapper().readTree(lines.get(i));
            Path file = made.resolve(i + ".png");
            square(prompt.path("prompt").asText(), 40 + i, file);
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
            index.append("{\"file\": \"%d.png\", \"sha256\": \"%s\", \"category\": \"%s\"}%n"
                    .formatted(i, sha256, prompt.path("category").asText()));
        }
        Files.writeString(made.resolve("images.jsonl"), index);
        Files.writeString(
                made.resolve("sampling.json"),
                "{\"solver\": \"ddim\", \"steps\": 10, \"guidance_scale\": 1, \"seed\": 4}");
        return made;
    }

    private void dataSet() throws IOException {
        Path squares = Files.createDirectories(folder.resolve("squares"));
        var metadata = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            String colour = COLOURS.get(i % COLOURS.size());
            square(colour, i, squares.resolve(i + ".png"));
            metadata.append("{\"file_name\": \"%d.png\", \"text\": \"%s\", \"category\": \"%s\"}%n"
                    .formatted(i, colour, colour));
        }
        Files.writeString(squares.resolve("metadata.jsonl"), metadata);
    }

    private static void square(String colour, int shade, Path file) throws IOException {
        var image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        int rgb = (180 + shade) << 8 * (2 - COLOURS.indexOf(colour));
        for (int i = 0; i < 64; i++) {
            image.setRGB(i % 8, i / 8, rgb + (i + shade) % 5 * 0x040404);
        }
        ImageIO.write(image, "png", file.toFile());
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }
}
