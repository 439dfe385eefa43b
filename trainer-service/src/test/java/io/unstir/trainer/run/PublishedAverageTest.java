package io.unstir.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.optimizer.PowerAverage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The average that a run puts together from its snapshots beside the one of that width that was tracked at every step. */
class PublishedAverageTest {
    private static final int STEPS = 820;
    private static final int EVERY = 50;
    private static final String WEIGHT = "w";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.07, 0.1, 0.13})
    void isTheOneOfThatWidth(double width) {
        try (NDManager manager = NDManager.newBaseManager()) {
            // Given
            Parameters start = weights(manager, 0);
            var kept = new Averages.PostHoc(
                    PowerAverage.ofWidth(start.copy(), Averages.PostHoc.NARROW_WIDTH),
                    PowerAverage.ofWidth(start.copy(), Averages.PostHoc.WIDE_WIDTH),
                    new Checkpoints(folder, Integer.MAX_VALUE),
                    width,
                    EVERY);
            var tracked = PowerAverage.ofWidth(start.copy(), width);
            Parameters last = start;
            for (int step = 1; step <= STEPS; step++) {
                try (NDManager scratch = manager.newSubManager()) {
                    last = weights(scratch, step);
                    kept.update(last, step);
                    tracked.update(last, step);
                    kept.keep(step);
                }
            }

            // When
            float[] published = values(kept.published(STEPS, manager));

            // Then
            float[] direct = values(tracked.average());
            float[] now = values(weights(manager, STEPS));
            for (int i = 0; i < direct.length; i++) {
                assertThat((double) published[i])
                        .as("element %d; the last weight is %s", i, now[i])
                        .isCloseTo(direct[i], org.assertj.core.data.Offset.offset(0.03 * Math.abs(now[i] - direct[i])));
            }
        }
    }

    /** Three weights on their way: straight on, slower and slower, and a trembling one. */
    private static Parameters weights(NDManager manager, int step) {
        float trembling = (float) new SplittableRandom(step).nextGaussian(0.01 * step, 1);
        float[] values = {step, (float) (1000 * Math.sqrt(step)), trembling};
        return new Parameters(new LinkedHashMap<>(Map.of(WEIGHT, manager.create(values))));
    }

    private static float[] values(Parameters parameters) {
        return parameters.tensors().get(WEIGHT).toFloatArray();
    }
}
