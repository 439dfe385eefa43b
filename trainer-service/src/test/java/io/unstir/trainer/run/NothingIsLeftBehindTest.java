package io.unstir.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.config.TrainingConfigReader;
import io.unstir.trainer.diffusion.Objective;
import io.unstir.trainer.network.UNet;
import io.unstir.trainer.preview.Previews;
import io.unstir.trainer.tensor.DjlOps;
import io.unstir.trainer.testing.NoisyPictures;
import io.unstir.trainer.testing.TinyNetwork;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every tensor is somebody's, and a manager that lives as long as the run has after many steps what it had after one. */
class NothingIsLeftBehindTest {
    private static final int STEPS = 200;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"ema_decay: 0.9", "ema_snapshot_every: 50"})
    void stepsLeaveNoTensorsBehind(String average) {
        TrainingConfig config = config(average);
        try (NDManager manager = NDManager.newBaseManager()) {
            UNet network = TinyNetwork.unet();
            Learner learner = Learner.fresh(config.training(), network, folder, manager);
            var learning = learning(config, network);
            try (var ops = DjlOps.training(manager, learner.weights().tensors());
                    var feed = new BatchFeed(learning.batches(), 0)) {
                learning.learn(learner, ops, feed, 0, manager);
                int afterOne = manager.getManagedArrays().size();

                for (int step = 1; step < STEPS; step++) {
                    learning.learn(learner, ops, feed, step, manager);
                }

                assertThat(manager.getManagedArrays().size()).isEqualTo(afterOne);
            }
        }
    }

    @Test
    void samplesAndAveragesLeaveNoTensorsBehind() {
        TrainingConfig config = config("ema_snapshot_every: 1");
        try (NDManager manager = NDManager.newBaseManager()) {
            UNet network = TinyNetwork.unet();
            Learner learner = Learner.fresh(config.training(), network, folder, manager);
            var previews = new Previews(config, network, new NoisyPictures(), folder);
            learner.averages().update(learner.weights(), 1);
            learner.averages().update(learner.weights(), 2);
            int before = manager.getManagedArrays().size();

            try (NDManager scratch = manager.newSubManager()) {
                previews.draw(
                        2,
                        learner.averages().published(2, scratch),
                        new long[] {1, 2},
                        new double[] {0.9, 0.8},
                        scratch);
            }

            assertThat(manager.getManagedArrays().size()).isEqualTo(before);
            assertThat(learner.averages().sets().values())
                    .allMatch(set -> set.tensors().values().stream().noneMatch(NDArray::isReleased));
        }
    }

    private static LearningStep learning(TrainingConfig config, UNet network) {
        var diffusion = config.diffusion();
        var objective = new Objective(
                diffusion.process(), diffusion.prediction(), config.training().weighting());
        var batches =
                new Batches(new NoisyPictures(), config.training().batch(), 0.1, new Augmentation(true, 0.1), 100, 1);
        return new LearningStep(config.training(), network, objective, batches);
    }

    private static TrainingConfig config(String average) {
        return new TrainingConfigReader().read("""
                model: tiny
                data: {folder: ., image_size: 8}
                diffusion: {steps: 100}
                training: {steps: %d, batch: 2, warmup_steps: 2, %s}
                sampling: {steps: 10}
                """.formatted(STEPS, average), Path.of("."));
    }
}
