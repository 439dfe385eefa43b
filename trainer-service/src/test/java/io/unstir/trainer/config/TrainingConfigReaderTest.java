package io.unstir.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.unstir.trainer.config.BadConfigException.Fault;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingConfigReaderTest {
    private static final Path BASE = Path.of("/data/sets");
    private static final String SMALLEST = "model: emoji\ndata:\n  folder: emoji\n";

    private final TrainingConfigReader reader = new TrainingConfigReader();

    @Test
    void modelAndFolderAreEnough() {
        // When
        var config = reader.read(SMALLEST, BASE);

        // Then
        assertThat(config)
                .isEqualTo(new TrainingConfig(
                        "emoji",
                        "1",
                        new TrainingConfig.Data(BASE.resolve("emoji"), "unknown", 32, 24),
                        new TrainingConfig.Network(List.of(32, 64, 128), 2, List.of(1, 2), 4),
                        new TrainingConfig.Diffusion("cosine", 1000, "v_prediction"),
                        new TrainingConfig.Training(2000, 64, 1e-3, 100, 0.01, 1.0, 0.1, 0.999, 5, false, 500, 1),
                        new TrainingConfig.Sampling("ddim", 30, 3.0, "trailing")));
    }

    @Test
    void everyKeyIsRead() {
        // When
        var config = reader.read("""
                model: cats-2
                version: 1.5
                data: {folder: /srv/cats, licence: CC0-1.0, image_size: 16, max_tokens: 8}
                network: {channels: [16, 32], blocks: 1, attention_levels: [], heads: 2}
                diffusion: {schedule: linear, steps: 100, prediction: epsilon}
                training: {steps: 7, batch: 3, learning_rate: 0.5, warmup_steps: 0, weight_decay: 0, gradient_clip: 2,
                  conditioning_dropout: 0.2, ema_decay: 0.9, min_snr_gamma: 0, horizontal_flip: true,
                  checkpoint_every: 4, seed: 9007199254740991}
                sampling: {solver: ddpm, steps: 100, guidance_scale: 1, timestep_spacing: leading}
                """, BASE);

        // Then
        assertThat(config)
                .isEqualTo(new TrainingConfig(
                        "cats-2",
                        "1.5",
                        new TrainingConfig.Data(Path.of("/srv/cats"), "CC0-1.0", 16, 8),
                        new TrainingConfig.Network(List.of(16, 32), 1, List.of(), 2),
                        new TrainingConfig.Diffusion("linear", 100, "epsilon"),
                        new TrainingConfig.Training(7, 3, 0.5, 0, 0, 2, 0.2, 0.9, 0, true, 4, 9007199254740991L),
                        new TrainingConfig.Sampling("ddpm", 100, 1, "leading")));
    }

    @Test
    void everyFaultIsToldAtOnce() {
        // When
        var faults = faults("""
                model: Emoji!
                data: {image_size: 30, max_tokens: many}
                network: {channels: [12, 64, 128]}
                diffusion: {schedule: square}
                training: {batch: 0, learning_rate: fast, horizontal_flip: 1, momentum: 0.9}
                sampling: [ddim]
                colour: red
                """);

        // Then
        assertThat(faults)
                .extracting(Fault::field)
                .containsExactlyInAnyOrder(
                        "model",
                        "data.folder",
                        "data.max_tokens",
                        "data.image_size",
                        "network.channels",
                        "diffusion.schedule",
                        "training.batch",
                        "training.learning_rate",
                        "training.horizontal_flip",
                        "training.momentum",
                        "sampling",
                        "colour");
        assertThat(faults).contains(new Fault("training.batch", "0", "a whole number from 1 to 4096"));
    }

    @Test
    void theMessageNamesKeyValueAndLimit() {
        // When
        var exception = bad(SMALLEST + "training: {ema_decay: 2}\n");

        // Then
        assertThat(exception).hasMessage("training.ema_decay must be a number from 0.0 to 0.999999 (got 2)");
    }

    @Test
    void rateMayBeWrittenWithAnExponent() {
        assertThat(reader.read(SMALLEST + "training: {learning_rate: 2e-4}\n", BASE)
                        .training()
                        .learningRate())
                .isEqualTo(2e-4);
    }

    @Test
    void headsHaveToDivideTheChannelsWithAttention() {
        assertThat(faults(SMALLEST + "network: {channels: [32, 48], attention_levels: [1], heads: 32}\n"))
                .extracting(Fault::field)
                .containsExactly("network.heads");
    }

    @Test
    void samplingStepsDoNotExceedTheSchedule() {
        assertThat(faults(SMALLEST + "diffusion: {steps: 20}\nsampling: {steps: 21}\n"))
                .containsExactly(new Fault("sampling.steps", "21", "a whole number from 1 to 20"));
    }

    @Test
    void brokenYamlRepeatedKeysAndLongTextsAreFaults() {
        assertThat(faults("model: [emoji")).hasSize(1);
        assertThat(faults(SMALLEST + "model: again\n")).hasSize(1);
        assertThat(faults(SMALLEST + "#".repeat(64 * 1024))).hasSize(1);
        assertThat(faults("- just\n- a list\n")).extracting(Fault::field).contains("model", "data.folder", "");
        assertThat(faults("")).extracting(Fault::field).containsExactly("model", "data.folder");
        assertThat(faults("[".repeat(5000))).hasSize(1);
    }

    @Test
    void longValuesAreCut() {
        assertThat(faults("model: " + "a".repeat(5000) + "\ndata: {folder: x}\n")
                        .getFirst()
                        .value())
                .hasSizeLessThan(110);
    }

    private List<Fault> faults(String yaml) {
        return bad(yaml).faults();
    }

    private BadConfigException bad(String yaml) {
        return catchThrowableOfType(BadConfigException.class, () -> reader.read(yaml, BASE));
    }
}
