package io.unstir.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.unstir.trainer.bundle.Bundle;
import io.unstir.trainer.config.BadConfigException;
import io.unstir.trainer.data.DataCache;
import io.unstir.trainer.run.TrainingException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that begin with another checkpoint's weights. */
class StartFromTest {
    private static final String NO_LEARNING = "learning_rate: 1e-9, weight_decay: 0, warmup_steps: 0";
    private static final String WEIGHT = "down.0.0.conv1.weight";

    @TempDir
    Path folder;

    @BeforeEach
    void picture() throws IOException {
        var image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        Files.createDirectories(folder.resolve("pictures"));
        ImageIO.write(image, "png", folder.resolve("pictures/black.png").toFile());
    }

    @Test
    void aTrainingBeginsWithTheWeightsOfTheCheckpointThatItNames() throws IOException {
        // Given
        Bundle first = train("first", "[8, 8]", "seed: 1", "");

        // When
        Bundle second = train("second", "[8, 8]", "seed: 2, " + NO_LEARNING, "start_from: first/bundle");

        // Then
        Bundle fromSeed = train("fresh", "[8, 8]", "seed: 2, " + NO_LEARNING, "");
        assertThat(weight(second)).usingComparatorWithPrecision(1e-6f).containsExactly(weight(first));
        assertThat(weight(fromSeed)[0]).isNotCloseTo(weight(first)[0], org.assertj.core.data.Offset.offset(1e-3f));
        assertThat(second.manifest().getLineage().getStartCheckpoint()).isEqualTo(first.digest());
        assertThat(first.manifest().getLineage().getStartCheckpoint()).isEmpty();
    }

    @Test
    void aCheckpointOfAnotherNetworkIsRefusedByTheFirstParameterThatDiffers() {
        train("small", "[8, 8]", "seed: 1", "");

        assertThatThrownBy(() -> train("large", "[8, 16]", "seed: 1", "start_from: small/bundle"))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("start_from: start@1 is of another network")
                .hasMessageContaining("must have the shape");
    }

    @Test
    void whatIsNoBundleIsAFaultOfTheConfiguration() {
        assertThatThrownBy(() -> train("run", "[8, 8]", "seed: 1", "start_from: pictures"))
                .isInstanceOf(BadConfigException.class)
                .hasMessageContaining("start_from")
                .hasMessageContaining("it has no unstir.json");
    }

    @Test
    void aRunIsNotGoneOnWithFromAnotherCheckpoint() throws IOException {
        // Given
        train("first", "[8, 8]", "seed: 1", "");
        train("second", "[8, 8]", "seed: 2", "start_from: first/bundle");
        Files.move(folder.resolve("second/bundle"), folder.resolve("moved"));
        Files.move(folder.resolve("first/bundle"), folder.resolve("first/old"));
        train("other", "[8, 8]", "seed: 3", "");
        Files.move(folder.resolve("other/bundle"), folder.resolve("first/bundle"));

        // When, then
        assertThatThrownBy(() -> train("second", "[8, 8]", "seed: 2", "start_from: first/bundle"))
                .isInstanceOf(BadConfigException.class)
                .hasMessageContaining("the checkpoint this folder's run began with");
    }

    private Bundle train(String out, String channels, String training, String more) {
        String yaml = """
                model: start
                data: {folder: pictures, image_size: 8}
                network: {channels: %s, blocks: 1, attention_levels: [], heads: 1}
                training: {steps: 1, batch: 2, samples_every: 0, %s}
                %s
                """.formatted(channels, training, more);
        var lines = new ProgressLines(new PrintStream(OutputStream.nullOutputStream()), false, System::nanoTime);
        var run = new RunFolder(folder.resolve(out));
        return new Training("", yaml, folder, new DataCache(folder.resolve("cache")), run, lines)
                .run(() -> false)
                .orElseThrow();
    }

    private static float[] weight(Bundle bundle) throws IOException {
        TensorProto tensor =
                ModelProto.parseFrom(Files.readAllBytes(bundle.unet())).getGraph().getInitializerList().stream()
                        .filter(initializer -> initializer.getName().equals(WEIGHT))
                        .findFirst()
                        .orElseThrow();
        var elements = new float[tensor.getRawData().size() / Float.BYTES];
        tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(elements);
        return elements;
    }
}
