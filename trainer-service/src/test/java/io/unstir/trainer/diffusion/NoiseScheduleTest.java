package io.unstir.trainer.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.unstir.trainer.diffusion.NoiseSchedule.Betas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NoiseScheduleTest {
    static List<String> names() {
        return NoiseSchedule.names();
    }

    @Test
    void linearIsThatOfHoEtAl() {
        NoiseSchedule schedule = NoiseSchedule.of("linear", 1000);

        assertThat(schedule.alphasCumprod()[0]).isCloseTo(1 - 1e-4, within(1e-12));
        assertThat(schedule.alphasCumprod()[999]).isCloseTo(4.0358e-5, within(1e-8));
    }

    @Test
    void scaledLinearIsThatOfLatentDiffusion() {
        NoiseSchedule schedule = NoiseSchedule.of("scaled_linear", 1000);

        assertThat(schedule.beta(0)).isCloseTo(0.00085, within(1e-12));
        assertThat(schedule.beta(999)).isCloseTo(0.012, within(1e-12));
        double middle = (Math.sqrt(0.00085) + 499.0 / 999 * (Math.sqrt(0.012) - Math.sqrt(0.00085)));
        assertThat(schedule.beta(499)).isCloseTo(middle * middle, within(1e-12));
        assertThat(schedule.alphasCumprod()[999]).isCloseTo(0.0047, within(1e-4));
    }

    @Test
    void cosineIsThatOfNicholAndDhariwal() {
        NoiseSchedule schedule = NoiseSchedule.of("cosine", 1000);

        // f(t)/f(0) with f(t) = cos^2((t/T + s)/(1 + s) pi/2), where no beta is capped
        double f500 = Math.pow(Math.cos((0.5 + 0.008) / 1.008 * Math.PI / 2), 2);
        double f0 = Math.pow(Math.cos(0.008 / 1.008 * Math.PI / 2), 2);
        assertThat(schedule.alphasCumprod()[499]).isCloseTo(f500 / f0, within(1e-9));
        assertThat(schedule.alphasCumprod()[999]).isPositive().isLessThan(1e-5);
    }

    @Test
    void sigmoidIsThatOfJabriEtAl() {
        NoiseSchedule schedule = NoiseSchedule.of("sigmoid", 1000);

        // The logistic function is symmetric, so half-way there is half the signal.
        assertThat(schedule.alphasCumprod()[499]).isCloseTo(0.5, within(1e-9));
        double end = 1 / (1 + Math.exp(-3));
        double quarter = 1 / (1 + Math.exp(1.5));
        assertThat(schedule.alphasCumprod()[249]).isCloseTo((end - quarter) / (2 * end - 1), within(1e-9));
    }

    @ParameterizedTest
    @MethodSource("names")
    void alphasCumprodFallWhateverTheNumberOfSteps(String name) {
        for (int steps : new int[] {2, 30, 300, 4000}) {
            double[] alphasCumprod = NoiseSchedule.of(name, steps).alphasCumprod();
            assertThat(alphasCumprod[0]).isLessThan(1);
            for (int t = 1; t < alphasCumprod.length; t++) {
                assertThat(alphasCumprod[t])
                        .as("%s at %d", name, t)
                        .isPositive()
                        .isLessThan(alphasCumprod[t - 1]);
            }
        }
    }

    /** x_t = sqrt(1 - beta) x_(t-1) + sqrt(beta) epsilon, walked, has the mean and variance that the closed form says. */
    @ParameterizedTest
    @MethodSource("names")
    void stepByStepAndAtOnceAgreeInMeanAndVariance(String name) {
        // Given
        NoiseSchedule schedule = NoiseSchedule.of(name, 20);
        int samples = 200_000;
        double image = 0.8;
        double[] x = new double[samples];
        java.util.Arrays.fill(x, image);
        var random = new SplittableRandom(3);

        for (int t = 0; t < schedule.steps(); t++) {
            // When
            double keep = Math.sqrt(1 - schedule.beta(t));
            double add = Math.sqrt(schedule.beta(t));
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < samples; i++) {
                x[i] = keep * x[i] + add * random.nextGaussian();
                sum += x[i];
                squares += x[i] * x[i];
            }

            // Then
            double mean = sum / samples;
            double variance = squares / samples - mean * mean;
            double ofMean = 5 * schedule.noise(t) / Math.sqrt(samples);
            double ofVariance = 5 * schedule.noise(t) * schedule.noise(t) * Math.sqrt(2.0 / samples);
            assertThat(mean).as("mean at %d", t).isCloseTo(schedule.signal(t) * image, within(ofMean));
            assertThat(variance)
                    .as("variance at %d", t)
                    .isCloseTo(schedule.noise(t) * schedule.noise(t), within(ofVariance));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void scalingTheInputDividesTheSignalToNoiseRatioByItsSquare(String name) {
        NoiseSchedule whole = NoiseSchedule.of(name, 100);
        NoiseSchedule halved = whole.scaledInput(0.5);

        for (int t = 0; t < 100; t++) {
            assertThat(halved.snr(t)).as("t = %d", t).isCloseTo(whole.snr(t) / 4, within(1e-9 * whole.snr(t)));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void withZeroTerminalSnrTheLastStepIsNoiseAndTheFirstIsAsItWas(String name) {
        NoiseSchedule schedule = NoiseSchedule.of(name, 100);

        NoiseSchedule rescaled = schedule.withZeroTerminalSnr();

        assertThat(rescaled.alphasCumprod()[0]).isCloseTo(schedule.alphasCumprod()[0], within(1e-12));
        assertThat(rescaled.alphasCumprod()[99]).isEqualTo(0x1p-24);
        // The root of abar is moved and stretched: differences keep their proportions.
        double before = ratio(schedule);
        assertThat(ratio(rescaled)).isCloseTo(before, within(1e-9));
    }

    private static double ratio(NoiseSchedule schedule) {
        double a = Math.sqrt(schedule.alphasCumprod()[10]);
        double b = Math.sqrt(schedule.alphasCumprod()[40]);
        double c = Math.sqrt(schedule.alphasCumprod()[70]);
        return (a - b) / (b - c);
    }

    @Test
    void theTutorialsEndsAreTakenAsTheyAre() {
        NoiseSchedule schedule = NoiseSchedule.linear(300, new Betas(1e-4, 0.04));

        assertThat(schedule.beta(0)).isCloseTo(1e-4, within(1e-12));
        assertThat(schedule.beta(299)).isCloseTo(0.04, within(1e-12));
    }

    @Test
    void theStraightPathEndsInPureNoise() {
        var path = new StraightPath(1000);

        assertThat(path.signal(999)).isZero();
        assertThat(path.noise(999)).isEqualTo(1);
        assertThat(path.signal(0) + path.noise(0)).isEqualTo(1);
        assertThat(path.sigmas()).hasSize(1000).isSorted();
    }

    /** docs/maths.md shows these numbers. */
    @Test
    void thePageOfMathsHasTheRatiosOfTheSchedules() throws IOException {
        String page = Files.readString(Path.of("../docs/maths.md"));

        assertThat(page).contains("| t | " + String.join(" | ", NoiseSchedule.names()) + " |");
        for (int t : new int[] {0, 100, 250, 500, 750, 900, 999}) {
            String line = NoiseSchedule.names().stream()
                    .map(name -> "%.2f"
                            .formatted(Math.log10(NoiseSchedule.of(name, 1000).snr(t))))
                    .collect(Collectors.joining(" | ", "| " + t + " | ", " |"));
            assertThat(page).contains(line);
        }
    }

    @Test
    void unknownNameIsRefused() {
        assertThatThrownBy(() -> NoiseSchedule.of("square", 10))
                .hasMessageContaining("diffusion.schedule")
                .hasMessageContaining("square");
    }
}
