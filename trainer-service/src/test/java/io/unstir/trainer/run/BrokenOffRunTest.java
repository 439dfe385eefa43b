package io.unstir.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.config.TrainingConfigReader;
import io.unstir.trainer.data.TrainingData;
import io.unstir.trainer.network.Conditioning;
import io.unstir.trainer.testing.NoisyPictures;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose loss is no number, or jumps, ends with what was good before. */
class BrokenOffRunTest {
    private static final int GOOD_STEPS = 6;

    @TempDir
    private Path folder;

    @Test
    void aLossThatIsNoNumberStopsTheRunAndLeavesTheLastCheckpointGood() {
        var run = new TrainingRun(config("checkpoint_every: 1"), new TurningBad(), folder, new Silent());

        assertThatThrownBy(() -> run.run(() -> false))
                .isInstanceOfSatisfying(
                        TrainingException.class, e -> assertThat(e.code()).isEqualTo("loss-not-finite"))
                .hasMessageContaining("the last checkpoint is kept");

        assertThat(TrainingRun.stepsDone(folder)).isEqualTo(GOOD_STEPS);
        assertEveryWeightIsANumber();
    }

    /** Far too large a rate: the loss is still a number, but nothing is learned any more. */
    @Test
    void aLossThatJumpsStopsTheRunBeforeABadCheckpoint() {
        var run = new TrainingRun(
                config("checkpoint_every: 1, learning_rate: 1, warmup_steps: 300, spike_limit: 1.5, steps: 400"),
                new NoisyPictures(),
                folder,
                new Silent());

        assertThatThrownBy(() -> run.run(() -> false))
                .isInstanceOfSatisfying(
                        TrainingException.class, e -> assertThat(e.code()).isIn("loss-spike", "loss-not-finite"));

        assertThat(TrainingRun.stepsDone(folder)).isPositive();
        assertEveryWeightIsANumber();
    }

    private void assertEveryWeightIsANumber() {
        try (NDManager manager = NDManager.newBaseManager()) {
            var state = new Checkpoints(folder.resolve("checkpoints"), 2)
                    .newest(manager)
                    .orElseThrow();
            for (NDArray weight : state.sets().get("weights").tensors().values()) {
                for (float value : weight.toFloatArray()) {
                    assertThat(value).isFinite();
                }
            }
        }
    }

    private static TrainingConfig config(String training) {
        String rest = training.contains("steps: 4") ? "" : ", steps: 100";
        return new TrainingConfigReader().read("""
                        model: tiny
                        data: {folder: ., image_size: 8}
                        network: {channels: [8], blocks: 1, attention_levels: [], heads: 2}
                        diffusion: {steps: 100}
                        training: {batch: 4, samples_every: 0, %s%s}
                        sampling: {steps: 10}
                        """.formatted(training, rest), Path.of("."));
    }

    private record Silent() implements TrainingListener {
        @Override
        public void started(long fromStep, long totalSteps, long parameters) {}

        @Override
        public void progressed(long step, long totalSteps, double loss, double imagesPerSecond) {}
    }

    /** Pictures that are no numbers from the seventh batch on. */
    private static final class TurningBad implements TrainingData {
        private final NoisyPictures good = new NoisyPictures();
        private int copied;

        @Override
        public int size() {
            return good.size();
        }

        @Override
        public int channels() {
            return good.channels();
        }

        @Override
        public int imageSize() {
            return good.imageSize();
        }

        @Override
        public Conditioning conditioning() {
            return good.conditioning();
        }

        @Override
        public synchronized void copyImage(int index, float[] target, int offset) {
            good.copyImage(index, target, offset);
            if (++copied > 4 * GOOD_STEPS) {
                Arrays.fill(target, offset, offset + 8, Float.NaN);
            }
        }

        @Override
        public void copyCondition(int index, float[] target, int offset) {
            good.copyCondition(index, target, offset);
        }

        @Override
        public void copyNoCondition(float[] target, int offset) {
            good.copyNoCondition(target, offset);
        }

        @Override
        public String digest() {
            return good.digest();
        }
    }
}
