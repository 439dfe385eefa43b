package io.unstir.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.unstir.trainer.bundle.TrainedNetwork;
import io.unstir.trainer.config.TrainingConfigReader;
import io.unstir.trainer.data.TrainingData;
import io.unstir.trainer.testing.TurningPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose loss is no number, or jumps, ends with what was good before, however it ends. */
class BrokenOffRunTest {
    private static final int BATCH = 4;
    private static final int NEVER = 1000;
    private static final BooleanSupplier GO_ON = () -> false;

    /** Steps after which pictures turn bad: more than the losses that are looked at together. */
    private static final int GOOD_STEPS = 60;

    /** The loss becomes some seven times what it was, so its mean doubles within ten steps and is five times as high after thirty. */
    private static final float HARDER = 5;

    @TempDir
    private Path folder;

    @Test
    void aLossThatIsNoNumberStopsTheRunAndLeavesTheLastCheckpointGood() {
        assertThatThrownBy(() -> run(turningBad(6, Float.NaN), "checkpoint_every: 1, steps: 100", GO_ON))
                .isInstanceOfSatisfying(
                        TrainingException.class, e -> assertThat(e.code()).isEqualTo("loss-not-finite"))
                .hasMessageContaining("Step 6")
                .hasMessageContaining("the last checkpoint is kept");

        assertThat(TrainingRun.stepsDone(folder)).isEqualTo(6);
        assertEveryWeightIsANumber();
    }

    @Test
    void aLossThatJumpsStopsTheRunAndLeavesACheckpointOfBefore() {
        assertThatThrownBy(() -> run(turningBad(GOOD_STEPS, 100), "checkpoint_every: 1, steps: 200", GO_ON))
                .isInstanceOfSatisfying(
                        TrainingException.class, e -> assertThat(e.code()).isEqualTo("loss-spike"))
                .hasMessageContaining("Step " + (GOOD_STEPS + 1) + ":")
                .hasMessageContaining("the last good checkpoint is kept");

        assertThat(TrainingRun.stepsDone(folder)).isEqualTo(GOOD_STEPS);
        assertEveryWeightIsANumber();
    }

    @Test
    void aLossThatRisesStopsTheRunAndTheStepsOfItsRiseAreNotKept() {
        assertThatThrownBy(() -> run(turningBad(GOOD_STEPS, HARDER), "checkpoint_every: 1, steps: 200", GO_ON))
                .isInstanceOfSatisfying(
                        TrainingException.class, e -> assertThat(e.code()).isEqualTo("loss-spike"));

        assertThat(losses()).hasSizeGreaterThan(GOOD_STEPS + 20);
        assertThat(TrainingRun.stepsDone(folder)).isBetween((long) GOOD_STEPS, GOOD_STEPS + 15L);
    }

    @Test
    void aStopWhileTheLossRisesKeepsTheStateOfBefore() throws IOException {
        int stopAt = GOOD_STEPS + 20;
        var asked = new AtomicInteger();

        Optional<TrainedNetwork> ended = run(
                turningBad(GOOD_STEPS, HARDER),
                "checkpoint_every: 10, ema_snapshot_every: 4, steps: 200",
                () -> asked.incrementAndGet() > stopAt);

        assertThat(ended).isEmpty();
        assertThat(losses()).hasSize(stopAt);
        assertThat(TrainingRun.stepsDone(folder)).isEqualTo(GOOD_STEPS);
        assertThat(new Checkpoints(folder.resolve("snapshots"), NEVER).steps())
                .contains((long) GOOD_STEPS)
                .doesNotContain(GOOD_STEPS + 16L, GOOD_STEPS + 20L);
    }

    @Test
    void anEndWhileTheLossRisesIsExportedButNotKept() {
        Optional<TrainedNetwork> ended = run(
                turningBad(GOOD_STEPS, HARDER), "checkpoint_every: 10, steps: %d".formatted(GOOD_STEPS + 20), GO_ON);

        assertThat(ended).isPresent();
        assertThat(TrainingRun.stepsDone(folder)).isEqualTo(GOOD_STEPS);
    }

    /** The losses of before the stop are what it is compared with, at the first step already. */
    @Test
    void aRunThatIsGoneOnWithStillKnowsWhatItsLossWas() throws IOException {
        var asked = new AtomicInteger();
        String config = "checkpoint_every: 10, steps: 200";
        run(turningBad(NEVER, 1), config, () -> asked.incrementAndGet() > GOOD_STEPS);

        assertThatThrownBy(() -> run(turningBad(0, 100), config, GO_ON))
                .isInstanceOfSatisfying(
                        TrainingException.class, e -> assertThat(e.code()).isEqualTo("loss-spike"))
                .hasMessageContaining("Step " + (GOOD_STEPS + 1) + ":");
        assertThat(TrainingRun.stepsDone(folder)).isEqualTo(GOOD_STEPS);
    }

    /** Bad from the first picture of this step on, counted from the run's start. */
    private static TrainingData turningBad(int goodSteps, float factor) {
        return new TurningPictures(goodSteps * BATCH, factor);
    }

    private Optional<TrainedNetwork> run(TrainingData data, String training, BooleanSupplier stop) {
        var config = new TrainingConfigReader().read("""
                        model: tiny
                        data: {folder: ., image_size: 8}
                        network: {channels: [8], blocks: 1, attention_levels: [], heads: 2}
                        diffusion: {steps: 100}
                        training: {batch: %d, samples_every: 0, %s}
                        sampling: {steps: 10}
                        """.formatted(BATCH, training), Path.of("."));
        return new TrainingRun(config, data, folder, new Silent()).run(stop);
    }

    private List<String> losses() {
        try {
            return Files.readAllLines(folder.resolve("loss.csv")).stream()
                    .skip(1)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
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

    private record Silent() implements TrainingListener {
        @Override
        public void started(long fromStep, long totalSteps, long parameters) {}

        @Override
        public void progressed(long step, long totalSteps, double loss, double imagesPerSecond) {}
    }
}
