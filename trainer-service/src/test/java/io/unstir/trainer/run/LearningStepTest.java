package io.unstir.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.config.TrainingConfigReader;
import io.unstir.trainer.diffusion.Objective;
import io.unstir.trainer.network.UNet;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.tensor.DjlOps;
import io.unstir.trainer.testing.NoisyPictures;
import io.unstir.trainer.testing.RandomWeights;
import io.unstir.trainer.testing.TinyNetwork;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What gradient reaches the optimizer. Adam's first moment after one step is a tenth of it; the weights wouldn't tell, since Adam's
 * first step is as long for any gradient.
 */
class LearningStepTest {
    private static final double FRESH = 0.1;
    private static final double NO_CLIP = 1e6;
    private static final int BATCH = 3;

    private final UNet network = TinyNetwork.unet();
    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void aGradientLongerThanTheLimitIsShortenedToItAsAWhole() {
        Map<String, float[]> whole = gradient(1, NO_CLIP);
        double length = length(whole);

        Map<String, float[]> clipped = gradient(1, length / 4);

        assertThat(length(clipped)).isCloseTo(length / 4, within(1e-4 * length));
        // The same direction: every parameter by the same factor, not each to a limit of its own.
        whole.forEach((name, values) -> assertThat(clipped.get(name))
                .as(name)
                .usingComparatorWithPrecision((float) (1e-5 * length))
                .containsExactly(scaled(values, 0.25f)));
    }

    @Test
    void aGradientWithinTheLimitIsLeftAlone() {
        Map<String, float[]> whole = gradient(1, NO_CLIP);

        assertThat(gradient(1, 1.01 * length(whole))).usingRecursiveComparison().isEqualTo(whole);
    }

    @Test
    void accumulationIsOneLargeBatch() {
        Map<String, float[]> accumulated = gradient(2, NO_CLIP);

        Map<String, float[]> large = gradientOfPassesTogether(2);

        double length = length(large);
        assertThat(length).isPositive();
        large.forEach((name, values) -> assertThat(accumulated.get(name))
                .as(name)
                .usingComparatorWithPrecision((float) (1e-5 * length))
                .containsExactly(values));
    }

    /** Clipping sees the mean of the passes, not their sum. */
    @Test
    void theLimitIsOfTheAccumulatedMean() {
        Map<String, float[]> whole = gradient(4, NO_CLIP);

        assertThat(length(gradient(4, 1.01 * length(whole)))).isCloseTo(length(whole), within(1e-6));
    }

    private Map<String, float[]> gradient(int accumulate, double clip) {
        TrainingConfig config = config(accumulate, clip);
        Batches batches = batches(config);
        Parameters weights = RandomWeights.of(manager, network.parameters());
        Learner learner = Learner.from(weights, config.training(), network, Path.of("."), manager);
        try (var ops = DjlOps.training(manager, weights.tensors());
                var feed = new BatchFeed(batches, 0)) {
            new LearningStep(config.training(), network, objective(config), batches)
                    .learn(learner, ops, feed, 0, manager);
        }
        var gradient = new LinkedHashMap<String, float[]>();
        learner.optimizer()
                .mean()
                .tensors()
                .forEach((name, mean) -> gradient.put(name, scaled(mean.toFloatArray(), (float) (1 / FRESH))));
        return gradient;
    }

    /** Rows, timesteps and noise of several passes in one forward and backward pass. */
    private Map<String, float[]> gradientOfPassesTogether(int passes) {
        TrainingConfig config = config(1, NO_CLIP);
        Batches batches = batches(config);
        Parameters weights = RandomWeights.of(manager, network.parameters());
        NDArray images = null;
        NDArray conditions = null;
        NDArray noises = null;
        int[] timesteps = {};
        for (int pass = 0; pass < passes; pass++) {
            Batches.Batch batch = batches.rows(pass).tensors(manager);
            Engine.getInstance().setRandomSeed(batches.noiseSeed(pass));
            NDArray noise = manager.randomNormal(batch.images().getShape());
            images = images == null ? batch.images() : images.concat(batch.images());
            conditions = conditions == null ? batch.condition() : conditions.concat(batch.condition());
            noises = noises == null ? noise : noises.concat(noise);
            timesteps = IntStream.concat(IntStream.of(timesteps), IntStream.of(batch.timesteps()))
                    .toArray();
        }
        NDArray told = conditions;
        weights.requireGradient(true);
        var gradient = new LinkedHashMap<String, float[]>();
        try (var ops = DjlOps.training(manager, weights.tensors());
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(
                    objective(config).loss(images, noises, timesteps, (x, t) -> network.apply(ops, x, t, told)));
            weights.tensors()
                    .forEach((name, weight) ->
                            gradient.put(name, weight.getGradient().toFloatArray()));
        }
        return gradient;
    }

    private static Objective objective(TrainingConfig config) {
        var diffusion = config.diffusion();
        return new Objective(
                diffusion.process(), diffusion.prediction(), config.training().weighting());
    }

    private static Batches batches(TrainingConfig config) {
        var training = config.training();
        return new Batches(
                new NoisyPictures(),
                training.batch(),
                training.conditioningDropout(),
                new Augmentation(training.horizontalFlip(), training.colourJitter()),
                config.diffusion().steps(),
                training.seed());
    }

    private static TrainingConfig config(int accumulate, double clip) {
        return new TrainingConfigReader().read("""
                        model: tiny
                        data: {folder: ., image_size: 8}
                        diffusion: {steps: 1000}
                        training: {batch: %d, accumulate: %d, gradient_clip: %s}
                        """.formatted(BATCH, accumulate, clip), Path.of("."));
    }

    private static double length(Map<String, float[]> gradient) {
        double squares = 0;
        for (float[] values : gradient.values()) {
            for (float value : values) {
                squares += (double) value * value;
            }
        }
        return Math.sqrt(squares);
    }

    private static float[] scaled(float[] values, float factor) {
        float[] scaled = values.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= factor;
        }
        return scaled;
    }
}
