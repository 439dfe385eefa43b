package io.unstir.trainer.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VariationalBoundTest {
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.of("cosine", 1000);
    private static final Shape PIXEL = new Shape(1, 1, 1, 1);

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** KL divergence of the true and the model's Gaussian for one pixel, in double precision and written from its definition. */
    @ParameterizedTest
    @CsvSource({"1, 0.2", "50, -0.5", "500, 0.9", "998, -1"})
    void laterStepsCostTheDivergenceOfTwoGaussiansInBits(int t, double v) {
        double image = 0.3;
        double noise = -0.7;
        double predictedNoise = -0.6;

        double loss = loss(t, image, noise, predictedNoise, v);

        double abar = SCHEDULE.alphasCumprod()[t];
        double before = SCHEDULE.alphasCumprod()[t - 1];
        double beta = 1 - abar / before;
        double noisy = Math.sqrt(abar) * image + Math.sqrt(1 - abar) * noise;
        double predictedImage = (noisy - Math.sqrt(1 - abar) * predictedNoise) / Math.sqrt(abar);
        double trueVariance = beta * (1 - before) / (1 - abar);
        double share = (v + 1) / 2;
        double modelVariance = Math.exp(share * Math.log(beta) + (1 - share) * Math.log(trueVariance));
        double meanOff = Math.sqrt(before) * beta / (1 - abar) * (image - predictedImage);
        double nats =
                0.5 * (Math.log(modelVariance / trueVariance) + (trueVariance + meanOff * meanOff) / modelVariance - 1);
        double bits = nats / Math.log(2);
        assertThat(loss).isCloseTo(bits, within(2e-4 + 2e-3 * Math.abs(bits)));
    }

    /** The first step costs what its Gaussian gives the image's own step of 8 bits. */
    @ParameterizedTest
    @CsvSource({"0.1, 0.3", "0.9, -0.4"})
    void theFirstStepCostsTheLikelihoodOfTheImage(double image, double v) {
        double predictedNoise = 0.4;

        double loss = loss(0, image, 0.5, predictedNoise, v);

        double abar = SCHEDULE.alphasCumprod()[0];
        double noisy = Math.sqrt(abar) * image + Math.sqrt(1 - abar) * 0.5;
        // At t = 0 the mean is the predicted image itself.
        double mean = (noisy - Math.sqrt(1 - abar) * predictedNoise) / Math.sqrt(abar);
        double share = (v + 1) / 2;
        double low = SCHEDULE.posteriorVariance(1);
        double deviation = Math.sqrt(Math.exp(share * Math.log(1 - abar) + (1 - share) * Math.log(low)));
        double mass = normal((image + 1 / 255.0 - mean) / deviation) - normal((image - 1 / 255.0 - mean) / deviation);
        assertThat(loss).isCloseTo(-Math.log(mass) / Math.log(2), within(0.02));
    }

    /** Simpson's rule over the density: the approximation under test must not be its own judge. */
    private static double normal(double x) {
        int n = 2000;
        double from = -9;
        double h = (x - from) / n;
        double sum = density(from) + density(x);
        for (int i = 1; i < n; i++) {
            sum += (i % 2 == 0 ? 2 : 4) * density(from + i * h);
        }
        return sum * h / 3;
    }

    private static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    @ParameterizedTest
    @EnumSource(names = "FLOW", mode = EnumSource.Mode.EXCLUDE)
    void onlyTheVarianceLearnsFromIt(Prediction prediction) {
        NDArray predicted = pixel(0.2);
        NDArray v = pixel(0.1);
        predicted.setRequiresGradient(true);
        v.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray loss = new VariationalBound(SCHEDULE, prediction)
                    .loss(pixel(0.3), pixel(0.5), new int[] {400}, predicted, v);
            collector.backward(loss);
        }

        assertThat(v.getGradient().getFloat()).isNotZero();
        assertThat(predicted.hasGradient() ? predicted.getGradient().getFloat() : 0)
                .isZero();
    }

    @Test
    void theHybridLossIsBothTogether() {
        // Given: a network of two halves
        var bound = new VariationalBound(SCHEDULE, Prediction.EPSILON);
        var plain = new Objective(SCHEDULE, Prediction.EPSILON, new Weighting.Simple());
        var hybrid = new Objective(SCHEDULE, Prediction.EPSILON, new Weighting.Simple(), Optional.of(bound));
        int[] timesteps = {500};

        // When
        double both = hybrid.loss(pixel(0.3), pixel(-0.7), timesteps, (x, t) -> pixel(-0.6)
                        .concat(pixel(0.4), 1))
                .getFloat();

        // Then
        double squared = plain.loss(pixel(0.3), pixel(-0.7), timesteps, (x, t) -> pixel(-0.6))
                .getFloat();
        assertThat(both).isCloseTo(squared + loss(500, 0.3, -0.7, -0.6, 0.4), within(1e-5));
    }

    @Test
    void aStraightPathHasNoVarianceToLearn() {
        assertThatThrownBy(() -> new VariationalBound(SCHEDULE, Prediction.FLOW))
                .hasMessageContaining("straight path");
    }

    private double loss(int t, double image, double noise, double predictedNoise, double v) {
        NDArray x0 = pixel(image);
        NDArray noisy = SCHEDULE.noisy(x0, pixel(noise), new int[] {t});
        return new VariationalBound(SCHEDULE, Prediction.EPSILON)
                .loss(x0, noisy, new int[] {t}, pixel(predictedNoise), pixel(v))
                .getFloat();
    }

    private NDArray pixel(double value) {
        return manager.create(new float[] {(float) value}, PIXEL);
    }
}
