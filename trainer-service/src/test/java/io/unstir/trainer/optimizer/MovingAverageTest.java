package io.unstir.trainer.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MovingAverageTest {
    /** Shares of what was before: 2/11, 3/12, 4/13, ... */
    @Test
    void theFirstStepsForgetTheStart() {
        double[] average = track(0.999, 0, 1, 1, 1);

        double left = 2.0 / 11;
        assertThat(average[0]).isCloseTo(1 - left, within(1e-6));
        left *= 3.0 / 12;
        assertThat(average[1]).isCloseTo(1 - left, within(1e-6));
        left *= 4.0 / 13;
        assertThat(average[2]).isCloseTo(1 - left, within(1e-6));
    }

    /** (1 + n) / (10 + n) is a half at the eighth step. */
    @Test
    void fromWhereTheWarmUpReachesItTheDecayHolds() {
        double[] average = track(0.5, 3, 3, 3, 3, 3, 3, 3, 3, 7, 3, 3);

        assertThat(average[6]).isCloseTo(3, within(1e-6));
        assertThat(average[7]).isCloseTo(5, within(1e-6));
        assertThat(average[8]).isCloseTo(4, within(1e-6));
        assertThat(average[9]).isCloseTo(3.5, within(1e-6));
    }

    /** The average after each weight. */
    private static double[] track(double decay, double start, double... weights) {
        try (NDManager manager = NDManager.newBaseManager()) {
            var average = new MovingAverage(parameter(manager, start), decay);
            double[] tracked = new double[weights.length];
            for (int i = 0; i < weights.length; i++) {
                average.update(parameter(manager, weights[i]), i + 1);
                tracked[i] = average.average().tensors().get("w").getFloat();
            }
            return tracked;
        }
    }

    private static Parameters parameter(NDManager manager, double value) {
        return new Parameters(new LinkedHashMap<>(Map.of("w", manager.create((float) value))));
    }
}
