package io.unstir.trainer.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Against numbers worked out apart from this program, in double precision, by Loshchilov and Hutter's algorithm 2 with beta 0.9 and
 * 0.99 and epsilon 1e-8: three steps of four weights, rate 0.1.
 */
class AdamWTest {
    private static final String KERNEL = "kernel";
    private static final String BIAS = "bias";
    private static final double RATE = 0.1;
    private static final float[] START = {1, -0.5f, 2, 0.25f};
    private static final float[][] GRADIENTS = {
        {0.5f, -2, 0, 1e-3f},
        {1, 1, -0.25f, 1e-3f},
        {-0.75f, 0.5f, 4, -2e-3f}
    };
    private static final double[][] WITH_DECAY = {
        {0.8900000, -0.3950000, 1.9800000, 0.1475010},
        {0.7847125, -0.3643801, 2.0344460, 0.0460270},
        {0.7505402, -0.3545774, 1.9542004, 0.0531145}
    };
    private static final double[][] WITHOUT_DECAY = {
        {0.9000000, -0.4000000, 2.0000000, 0.1500010},
        {0.8036125, -0.3733301, 2.0742460, 0.0500020},
        {0.7772873, -0.3671712, 2.0143448, 0.0575498}
    };
    private static final double[] FIRST_MOMENT = {0.0555, -0.022, 0.3775, -2.9e-5};
    private static final double[] SECOND_MOMENT = {0.01797525, 0.051604, 0.16061875, 5.9701e-8};

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
    void threeStepsAreThoseOfThePaperAndBiasesDoNotDecay() {
        Parameters weights = both(START);
        var optimizer = new AdamW(both(new float[4]), both(new float[4]), 0.1);

        for (int step = 0; step < GRADIENTS.length; step++) {
            optimizer.update(weights, both(GRADIENTS[step]), 1, RATE, step + 1);

            assertThat(values(weights, KERNEL)).containsExactly(WITH_DECAY[step], within(2e-6));
            assertThat(values(weights, BIAS)).containsExactly(WITHOUT_DECAY[step], within(2e-6));
        }
        assertThat(values(optimizer.mean(), KERNEL)).containsExactly(FIRST_MOMENT, within(1e-6));
        assertThat(values(optimizer.variance(), KERNEL)).containsExactly(SECOND_MOMENT, within(1e-6));
    }

    @Test
    void gradientsAreScaledBeforeAnythingElse() {
        Parameters weights = both(START);
        var optimizer = new AdamW(both(new float[4]), both(new float[4]), 0.1);

        for (int step = 0; step < GRADIENTS.length; step++) {
            float[] larger = GRADIENTS[step].clone();
            for (int i = 0; i < larger.length; i++) {
                larger[i] *= 8;
            }
            optimizer.update(weights, both(larger), 0.125f, RATE, step + 1);
        }

        assertThat(values(weights, KERNEL)).containsExactly(WITH_DECAY[2], within(2e-6));
        assertThat(values(optimizer.variance(), BIAS)).containsExactly(SECOND_MOMENT, within(1e-6));
    }

    /** The same numbers as a matrix, which decays, and as a vector, which does not. */
    private Parameters both(float[] values) {
        return new Parameters(new LinkedHashMap<>(
                Map.of(KERNEL, manager.create(values, new Shape(2, 2)), BIAS, manager.create(values))));
    }

    private static double[] values(Parameters parameters, String name) {
        NDArray tensor = parameters.tensors().get(name);
        double[] values = new double[Math.toIntExact(tensor.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.toFloatArray()[i];
        }
        return values;
    }
}
