package io.unstir.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unstir.trainer.config.BadConfigException;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.config.TrainingConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which configurations may go on with a folder's checkpoints. */
class RunFolderTest {
    private static final String BASE = "model: emoji\nversion: \"1\"\ndata: {folder: emoji}\n";
    private static final String CONSTANT =
            "training: {steps: 1000, learning_rate_schedule: constant, decay_steps: 100, ema_snapshot_every: 50}\n";

    @TempDir
    private Path path;

    private RunFolder folder;

    @BeforeEach
    void startARun() throws IOException {
        folder = new RunFolder(path);
        folder.claim(BASE + CONSTANT, this::read);
        Files.createDirectories(folder.bundle());
        doneSteps(700);
    }

    private void doneSteps(int steps) throws IOException {
        Files.createDirectories(path.resolve("checkpoints"));
        Files.createFile(path.resolve("checkpoints/step-%09d.safetensors".formatted(steps)));
    }

    private TrainingConfig read(String yaml) {
        return new TrainingConfigReader().read(yaml, path);
    }

    @Test
    void theSameTextGoesOn() {
        folder.claim(BASE + CONSTANT, this::read);

        assertThat(folder.bundle()).exists();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "training: {steps: 5000, learning_rate_schedule: constant, decay_steps: 500, ema_snapshot_every: 50}",
                "training: {steps: 1000, learning_rate_schedule: constant, decay_steps: 100, ema_snapshot_every: 50, ema_width: 0.05}",
                "training: {steps: 1000, learning_rate_schedule: constant, decay_steps: 100, ema_snapshot_every: 50, checkpoint_every: 7}",
                "training: {steps: 1000, learning_rate_schedule: constant, decay_steps: 100, ema_snapshot_every: 50}\n"
                        + "sampling: {steps: 7}",
            })
    void whatTheWeightsDoNotDependOnMayChange(String changed) throws IOException {
        folder.claim(BASE + changed, this::read);

        assertThat(path.resolve("config.yaml")).hasContent(BASE + changed);
        assertThat(folder.bundle()).doesNotExist();
        assertThat(path.resolve("bundle-1")).isDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "training: {steps: 800, learning_rate_schedule: constant, decay_steps: 200, ema_snapshot_every: 50}",
                "training: {steps: 1000, ema_snapshot_every: 50}",
                "training: {steps: 1000, learning_rate_schedule: constant, decay_steps: 100, ema_snapshot_every: 25}",
                "training: {steps: 1000, learning_rate_schedule: constant, decay_steps: 100, ema_snapshot_every: 50, seed: 2}",
                "training: {steps: 1000, learning_rate_schedule: constant, decay_steps: 100, ema_snapshot_every: 50, batch: 2}",
                "training: {steps: 1000, learning_rate_schedule: constant, decay_steps: 100, ema_snapshot_every: 50}\n"
                        + "diffusion: {prediction: epsilon}",
            })
    void whatTheyDependOnMayNot(String changed) {
        assertThatThrownBy(() -> folder.claim(BASE + changed, this::read))
                .isInstanceOf(BadConfigException.class)
                .hasMessageContaining("config.yaml");

        assertThat(path.resolve("config.yaml")).hasContent(BASE + CONSTANT);
        assertThat(folder.bundle()).exists();
    }

    @Test
    void onceTheDecayHasBegunTheEndIsFixed() throws IOException {
        doneSteps(950);
        String longer =
                "training: {steps: 5000, learning_rate_schedule: constant, decay_steps: 100, ema_snapshot_every: 50}";

        assertThatThrownBy(() -> folder.claim(BASE + longer, this::read)).isInstanceOf(BadConfigException.class);
    }
}
