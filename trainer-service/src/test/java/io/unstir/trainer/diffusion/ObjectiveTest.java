package io.unstir.trainer.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectiveTest {
    private static final int[] TIMESTEPS = {0, 300, 999};
    private static final Shape SHAPE = new Shape(TIMESTEPS.length, 2, 4, 4);
    private static final int ELEMENTS = 2 * 4 * 4;
    private static final Weighting SIMPLE = new Weighting.Simple();

    private NDManager manager;
    private NDArray image;
    private NDArray noise;

    @BeforeEach
    void draw() {
        manager = NDManager.newBaseManager();
        image = random(1, 0.5);
        noise = random(2, 1);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static ForwardProcess process(Prediction prediction) {
        return prediction == Prediction.FLOW ? new StraightPath(1000) : NoiseSchedule.of("cosine", 1000);
    }

    /** The image that follows from x_t and what was predicted, as a sampler computes it. */
    private static double image(Prediction prediction, double alpha, double sigma, double noisy, double predicted) {
        return switch (prediction) {
            case EPSILON -> (noisy - sigma * predicted) / alpha;
            case SAMPLE -> predicted;
            case V -> alpha * noisy - sigma * predicted;
            case FLOW -> noisy - sigma * predicted;
        };
    }

    @ParameterizedTest
    @EnumSource
    void whoPredictsTheTargetHasNoLossAndTheRightImage(Prediction prediction) {
        // Given
        ForwardProcess process = process(prediction);
        NDArray target = target(prediction, process);

        // When
        float loss = new Objective(process, prediction, SIMPLE)
                .loss(image, noise, TIMESTEPS, (x, t) -> target)
                .getFloat();

        // Then
        assertThat(loss).isZero();
        float[] noisy = process.noisy(image, noise, TIMESTEPS).toFloatArray();
        float[] answer = target.toFloatArray();
        float[] truth = image.toFloatArray();
        for (int i = 0; i < truth.length; i++) {
            int t = TIMESTEPS[i / ELEMENTS];
            if (prediction == Prediction.EPSILON && t == 999) {
                // Nothing is left of the image.
                continue;
            }
            assertThat(image(prediction, process.signal(t), process.noise(t), noisy[i], answer[i]))
                    .as("element %d", i)
                    .isCloseTo(truth[i], within(1e-4));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theNetworkSeesTheNoisyImageAndItsTime(Prediction prediction) {
        ForwardProcess process = process(prediction);

        new Objective(process, prediction, SIMPLE).loss(image, noise, TIMESTEPS, (x, t) -> {
            assertThat(t.toFloatArray()).containsExactly(0, 300, 999);
            float[] seen = x.toFloatArray();
            float[] clean = image.toFloatArray();
            float[] added = noise.toFloatArray();
            for (int i = 0; i < seen.length; i++) {
                int step = TIMESTEPS[i / ELEMENTS];
                double wanted = process.signal(step) * clean[i] + process.noise(step) * added[i];
                assertThat((double) seen[i]).isCloseTo(wanted, within(1e-5));
            }
            return x;
        });
    }

    static Stream<Arguments> weightings() {
        return Stream.of(Prediction.values())
                .flatMap(prediction -> Stream.of(
                        Arguments.of(prediction, new Weighting.Simple()),
                        Arguments.of(prediction, new Weighting.MinSnr(5)),
                        Arguments.of(prediction, new Weighting.P2(1, 1)),
                        Arguments.of(prediction, new Weighting.P2(0.5, 2))));
    }

    /**
     * An answer that is off by delta is worth: delta squared (simple); min(SNR, gamma) times what the image is off by, squared
     * (min-SNR); 1 / (k + SNR)^gamma times what the noise is off by, squared (P2).
     */
    @ParameterizedTest
    @MethodSource("weightings")
    void anErrorWeighsWhatItsPaperSays(Prediction prediction, Weighting weighting) {
        // Given
        double delta = 0.01;
        int t = 400;
        int[] timesteps = {t, t, t};
        ForwardProcess process = process(prediction);
        NDArray target = target(prediction, process, timesteps);

        // When
        double loss = new Objective(process, prediction, weighting)
                .loss(image, noise, timesteps, (x, time) -> target.add(delta))
                .getFloat();

        // Then
        double alpha = process.signal(t);
        double sigma = process.noise(t);
        double snr = alpha * alpha / (sigma * sigma);
        double imageOff = image(prediction, alpha, sigma, 0.3, 0.2 + delta) - image(prediction, alpha, sigma, 0.3, 0.2);
        // x_t = alpha x0 + sigma epsilon, so the noise is off by alpha / sigma times as much.
        double noiseOff = imageOff * alpha / sigma;
        double wanted =
                switch (weighting) {
                    case Weighting.Simple() -> delta * delta;
                    case Weighting.MinSnr(double gamma) -> Math.min(snr, gamma) * imageOff * imageOff;
                    case Weighting.P2(double gamma, double k) -> noiseOff * noiseOff / Math.pow(k + snr, gamma);
                };
        assertThat(loss).isCloseTo(wanted, within(1e-3 * wanted));
    }

    @Test
    void rowsCountByTheirOwnTime() {
        // Given: min-SNR, where t = 999 weighs nearly nothing in terms of v
        NDArray target = target(Prediction.V, process(Prediction.V));
        var objective = new Objective(process(Prediction.V), Prediction.V, new Weighting.MinSnr(5));

        // When
        double early = objective
                .loss(image, noise, TIMESTEPS, (x, t) -> target.add(only(0)))
                .getFloat();
        double late = objective
                .loss(image, noise, TIMESTEPS, (x, t) -> target.add(only(2)))
                .getFloat();

        // Then
        assertThat(late).isLessThan(early / 100);
    }

    private NDArray only(int row) {
        float[] elements = new float[TIMESTEPS.length * ELEMENTS];
        java.util.Arrays.fill(elements, row * ELEMENTS, (row + 1) * ELEMENTS, 0.5f);
        return manager.create(elements, SHAPE);
    }

    private NDArray target(Prediction prediction, ForwardProcess process) {
        return target(prediction, process, TIMESTEPS);
    }

    private NDArray target(Prediction prediction, ForwardProcess process, int[] timesteps) {
        return image.mul(ForwardProcess.perRow(
                        image, timesteps, t -> prediction.imageShare(process.signal(t), process.noise(t))))
                .add(noise.mul(ForwardProcess.perRow(
                        image, timesteps, t -> prediction.noiseShare(process.signal(t), process.noise(t)))));
    }

    private NDArray random(long seed, double spread) {
        var random = new SplittableRandom(seed);
        float[] elements = new float[TIMESTEPS.length * ELEMENTS];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = (float) (spread * random.nextGaussian());
        }
        return manager.create(elements, SHAPE);
    }
}
