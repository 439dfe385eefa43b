package io.unstir.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.unstir.trainer.config.BadConfigException.Fault;
import io.unstir.trainer.config.TrainingConfig.Average;
import io.unstir.trainer.config.TrainingConfig.Diffusion;
import io.unstir.trainer.config.TrainingConfig.MlpShape;
import io.unstir.trainer.config.TrainingConfig.PlainUNetShape;
import io.unstir.trainer.config.TrainingConfig.Training;
import io.unstir.trainer.config.TrainingConfig.UNetShape;
import io.unstir.trainer.diffusion.NoiseSchedule.Betas;
import io.unstir.trainer.diffusion.Prediction;
import io.unstir.trainer.diffusion.Weighting;
import io.unstir.trainer.network.UNetConfig;
import io.unstir.trainer.network.UNetConfig.TimeConditioning;
import io.unstir.trainer.optimizer.LearningRate;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingConfigReaderTest {
    private static final Path BASE = Path.of("/data/sets");
    private static final String SMALLEST = "model: emoji\ndata:\n  folder: emoji\n";

    private final TrainingConfigReader reader = new TrainingConfigReader();

    @Test
    void modelAndFolderAreEnough() {
        // When
        var config = reader.read(SMALLEST, BASE);

        // Then
        assertThat(config.model()).isEqualTo("emoji");
        assertThat(config.version()).isEqualTo("1");
        assertThat(config.network())
                .isEqualTo(new UNetShape(
                        new UNetConfig(List.of(32, 64, 128), 2, List.of(1, 2), 4, 0, TimeConditioning.SCALE_SHIFT)));
        assertThat(config.diffusion())
                .isEqualTo(new Diffusion("cosine", 1000, Optional.empty(), 1, false, Prediction.V, false));
        assertThat(config.training())
                .isEqualTo(new Training(
                        2000,
                        64,
                        1,
                        new LearningRate(LearningRate.Shape.COSINE, 1e-3, 100, 2000, 0),
                        0.01,
                        1.0,
                        0.1,
                        new Average.Exponential(0.999),
                        new Weighting.Simple(),
                        false,
                        0,
                        5,
                        500,
                        200,
                        1));
        assertThat(config.sampling()).isEqualTo(new TrainingConfig.Sampling("ddim", 30, 3.0, "trailing"));
    }

    @Test
    void everyKeyIsRead() {
        // When
        var config = reader.read("""
                model: cats-2
                version: 1.5
                data: {folder: /srv/cats, licence: CC0-1.0, image_size: 16, max_tokens: 8}
                network: {channels: [16, 32], blocks: 1, attention_levels: [], heads: 2, dropout: 0.25,
                  time_conditioning: add}
                diffusion: {schedule: linear, steps: 100, beta_start: 0.0001, beta_end: 0.04, input_scale: 0.5,
                  zero_terminal_snr: true, prediction: sample, learned_variance: true}
                training: {steps: 7, batch: 3, accumulate: 2, learning_rate: 0.5, warmup_steps: 0,
                  learning_rate_schedule: constant, decay_steps: 3, weight_decay: 0, gradient_clip: 2,
                  conditioning_dropout: 0.2, ema_snapshot_every: 2, ema_width: 0.08, loss_weighting: min_snr,
                  min_snr_gamma: 4, horizontal_flip: true, colour_jitter: 0.1, spike_limit: 0,
                  checkpoint_every: 4, samples_every: 5, seed: 9007199254740991}
                sampling: {solver: ddpm, steps: 100, guidance_scale: 1, timestep_spacing: leading}
                """, BASE);

        // Then
        assertThat(config.model()).isEqualTo("cats-2");
        assertThat(config.version()).isEqualTo("1.5");
        assertThat(config.network())
                .isEqualTo(new UNetShape(new UNetConfig(List.of(16, 32), 1, List.of(), 2, 0.25, TimeConditioning.ADD)));
        assertThat(config.diffusion())
                .isEqualTo(new Diffusion(
                        "linear", 100, Optional.of(new Betas(0.0001, 0.04)), 0.5, true, Prediction.SAMPLE, true));
        assertThat(config.training())
                .isEqualTo(new Training(
                        7,
                        3,
                        2,
                        new LearningRate(LearningRate.Shape.CONSTANT, 0.5, 0, 7, 3),
                        0,
                        2,
                        0.2,
                        new Average.PostHoc(0.08, 2),
                        new Weighting.MinSnr(4),
                        true,
                        0.1,
                        0,
                        4,
                        5,
                        9007199254740991L));
        assertThat(config.sampling()).isEqualTo(new TrainingConfig.Sampling("ddpm", 100, 1, "leading"));
    }

    @Test
    void otherNetworksAndWeightingsAreRead() {
        assertThat(read("network: {kind: plain_unet, channels: [8, 16]}").network())
                .isEqualTo(new PlainUNetShape(List.of(8, 16)));
        assertThat(read("network: {kind: mlp, width: 32, blocks: 2}").network()).isEqualTo(new MlpShape(32, 2));
        assertThat(read("training: {loss_weighting: p2, p2_gamma: 0.5, p2_k: 2}")
                        .training()
                        .weighting())
                .isEqualTo(new Weighting.P2(0.5, 2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "diffusion: {prediction: epsilon, zero_terminal_snr: true} | diffusion.zero_terminal_snr",
                "diffusion: {prediction: flow, learned_variance: true} | diffusion.learned_variance",
                "diffusion: {schedule: linear, beta_end: 0.02} | diffusion.beta_end",
                "diffusion: {schedule: cosine, beta_start: 0.01, beta_end: 0.02} | diffusion.beta_start",
                "training: {decay_steps: 10} | training.decay_steps",
                "training: {ema_width: 0.1} | training.ema_width",
                "network: {kind: mlp, width: 33} | network.width",
            })
    void whatDoesNotGoTogetherIsAFault(String yaml, String field) {
        assertThat(faults(SMALLEST + yaml)).extracting(Fault::field).containsExactly(field);
    }

    private TrainingConfig read(String yaml) {
        return reader.read(SMALLEST + yaml, BASE);
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
                        .learningRate()
                        .peak())
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
