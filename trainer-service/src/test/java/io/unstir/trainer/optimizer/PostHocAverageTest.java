package io.unstir.trainer.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.unstir.trainer.optimizer.PostHocAverage.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostHocAverageTest {
    private static final int STEPS = 1600;
    private static final int EVERY = 100;

    @Test
    void exponentsAreThoseOfThePaper() {
        assertThat(PowerAverage.exponent(0.05)).isCloseTo(16.97, within(0.01));
        assertThat(PowerAverage.exponent(0.10)).isCloseTo(6.94, within(0.01));
        assertThat(PowerAverage.width(PowerAverage.exponent(0.2))).isCloseTo(0.2, within(1e-9));
        assertThatThrownBy(() -> PowerAverage.exponent(0.3)).hasMessageContaining("0.28");
    }

    /** The recursion equals the sum of all weights so far, each by its power of time. */
    @Test
    void theRecursionIsThePowerWeightedMean() {
        double[] weights = walk();

        double recursive = track(weights, 0.1, STEPS).getLast();

        // Weight of step s at step t: the share it got, times what every later step kept.
        double exponent = PowerAverage.exponent(0.1);
        double sum = 0;
        double left = 1;
        for (int step = STEPS; step >= 1; step--) {
            double keep = Math.pow(1 - 1.0 / step, exponent + 1);
            sum += left * (1 - keep) * weights[step - 1];
            left *= keep;
        }
        assertThat(recursive).isCloseTo(sum, within(1e-4));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.04, 0.07, 0.1, 0.13})
    void anAverageNobodyKeptIsPutTogetherFromThoseThatWereKept(double width) {
        // Given
        double[] weights = walk();
        List<Double> narrow = track(weights, 0.05, EVERY);
        List<Double> wide = track(weights, 0.10, EVERY);
        var snapshots = new ArrayList<Snapshot>();
        var values = new ArrayList<Double>();
        for (int i = 0; i < narrow.size(); i++) {
            long step = (i + 1L) * EVERY;
            snapshots.add(new Snapshot(step, PowerAverage.exponent(0.05)));
            values.add(narrow.get(i));
            snapshots.add(new Snapshot(step, PowerAverage.exponent(0.10)));
            values.add(wide.get(i));
        }

        // When
        double[] coefficients = PostHocAverage.coefficients(snapshots, STEPS, width);

        // Then
        double together = 0;
        double total = 0;
        for (int i = 0; i < coefficients.length; i++) {
            together += coefficients[i] * values.get(i);
            total += coefficients[i];
        }
        double kept = track(weights, width, STEPS).getLast();
        double last = weights[STEPS - 1];
        assertThat(total).isCloseTo(1, within(0.01));
        assertThat(Math.abs(together - kept)).isLessThan(0.05 * Math.abs(last - kept));
    }

    /** The average after every {@code every} steps, as a training keeps it. */
    private static List<Double> track(double[] weights, double width, int every) {
        var values = new ArrayList<Double>();
        try (NDManager manager = NDManager.newBaseManager()) {
            var average = PowerAverage.ofWidth(parameter(manager, 0), width);
            for (int step = 1; step <= weights.length; step++) {
                try (NDManager scratch = manager.newSubManager()) {
                    average.update(parameter(scratch, weights[step - 1]), step);
                }
                if (step % every == 0) {
                    values.add((double) average.average().tensors().get("w").getFloat());
                }
            }
        }
        return values;
    }

    private static Parameters parameter(NDManager manager, double value) {
        return new Parameters(new LinkedHashMap<>(Map.of("w", manager.create((float) value))));
    }

    /** A weight that drifts, fast at first, and trembles. */
    private static double[] walk() {
        var random = new SplittableRandom(4);
        double[] weights = new double[STEPS];
        double value = 0;
        for (int i = 0; i < STEPS; i++) {
            value += 2.0 / (50 + i) + 0.01 * random.nextGaussian();
            weights[i] = value;
        }
        return weights;
    }
}
