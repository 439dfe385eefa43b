package io.unstir.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.unstir.trainer.diffusion.NoiseSchedule;
import io.unstir.trainer.diffusion.NoiseSchedule.Betas;
import io.unstir.trainer.diffusion.Prediction;
import java.util.ArrayList;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AncestralSamplingTest {
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.linear(300, new Betas(1e-4, 0.04));
    private static final double[] IMAGE = {-1, -0.25, 0.5, 0.9};

    /** The best a network can learn from one image: it knows the image, so it knows the noise. */
    private static double[] knowing(Prediction prediction, double[] noisy, int t) {
        double alpha = SCHEDULE.signal(t);
        double sigma = SCHEDULE.noise(t);
        double[] answer = new double[noisy.length];
        for (int i = 0; i < answer.length; i++) {
            double noise = (noisy[i] - alpha * IMAGE[i]) / sigma;
            answer[i] = switch (prediction) {
                case EPSILON -> noise;
                case SAMPLE -> IMAGE[i];
                case V -> alpha * noise - sigma * IMAGE[i];
                case FLOW -> throw new IllegalArgumentException("no schedule");
            };
        }
        return answer;
    }

    @ParameterizedTest
    @EnumSource(names = "FLOW", mode = EnumSource.Mode.EXCLUDE)
    void withTheTrueNoiseTheImageComesBackToTheLastDigit(Prediction prediction) {
        double[] restored = new AncestralSampling(SCHEDULE, prediction)
                .run((x, t) -> knowing(prediction, x, t), gaussian(), 179, 7, (t, x) -> {});

        for (int i = 0; i < IMAGE.length; i++) {
            assertThat(restored[i]).isCloseTo(IMAGE[i], within(1e-9));
        }
    }

    @Test
    void itTellsOfEveryStepAndOfTheEnd() {
        var told = new ArrayList<Integer>();

        new AncestralSampling(SCHEDULE, Prediction.EPSILON)
                .run((x, t) -> knowing(Prediction.EPSILON, x, t), gaussian(), 4, 7, (t, x) -> told.add(t));

        assertThat(told).containsExactly(4, 3, 2, 1, 0, -1);
    }

    /** What is known of the marginals: a knowing network's x_t is q(x_t | x_0), with its mean and variance. */
    @Test
    void onTheWayItKeepsTheForwardProcesssMeanAndVariance() {
        int runs = 4000;
        int at = 60;
        double sum = 0;
        double squares = 0;
        var random = new SplittableRandom(1);
        for (int run = 0; run < runs; run++) {
            double[] start = new double[IMAGE.length];
            for (int i = 0; i < start.length; i++) {
                start[i] = SCHEDULE.signal(179) * IMAGE[i] + SCHEDULE.noise(179) * random.nextGaussian();
            }
            double[] seen = new double[1];
            new AncestralSampling(SCHEDULE, Prediction.EPSILON)
                    .run((x, t) -> knowing(Prediction.EPSILON, x, t), start, 179, run, (t, x) -> {
                        if (t == at) {
                            seen[0] = x[2];
                        }
                    });
            sum += seen[0];
            squares += seen[0] * seen[0];
        }
        double mean = sum / runs;
        double deviation = Math.sqrt(squares / runs - mean * mean);

        assertThat(mean).isCloseTo(SCHEDULE.signal(at) * IMAGE[2], within(5 * SCHEDULE.noise(at) / Math.sqrt(runs)));
        // With sigma_t^2 = beta_t, the larger of the two choices, the spread is a little above the forward process's.
        assertThat(deviation).isBetween(0.97 * SCHEDULE.noise(at), 1.1 * SCHEDULE.noise(at));
    }

    private static double[] gaussian() {
        var random = new SplittableRandom(3);
        double[] x = new double[IMAGE.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextGaussian();
        }
        return x;
    }
}
