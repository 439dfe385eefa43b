package io.unstir.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LossGuardTest {
    @Test
    void aFallingLossIsCalm() {
        var guard = new LossGuard(5);

        for (int step = 1; step <= 1000; step++) {
            guard.add(step, 1.0 / step);
            assertThat(guard.isCalm()).isTrue();
        }
    }

    @Test
    void aSingleOutlierIsNoSpike() {
        var guard = trained(5);

        guard.add(501, 3);

        assertThat(guard.isCalm()).isTrue();
    }

    @Test
    void aRisingLossIsNotKeptAndThenStopsTheRun() {
        var guard = trained(5);
        int step = 500;
        while (guard.isCalm()) {
            guard.add(++step, 1);
        }
        int unquiet = step;

        assertThatThrownBy(() -> {
                    for (int i = unquiet; i < 600; i++) {
                        guard.add(i, 1);
                    }
                })
                .isInstanceOfSatisfying(
                        TrainingException.class, e -> assertThat(e.code()).isEqualTo("loss-spike"))
                .hasMessageContaining("last good checkpoint");
    }

    @Test
    void withoutALimitNothingStopsIt() {
        var guard = trained(0);

        for (int step = 501; step < 700; step++) {
            guard.add(step, 1e6);
        }

        assertThat(guard.isCalm()).isTrue();
    }

    @Test
    void oneThatHeardOfEarlierLossesStopsWhereOneThatNeverEndedDoes() {
        var random = new SplittableRandom(3);
        double[] losses = new double[400];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = (0.1 + 0.05 * random.nextDouble()) * (i < 300 ? 1 : 1 + (i - 300) / 10.0);
        }
        int undisturbed = stopsAt(new LossGuard(5), losses, 0);

        for (int stopped : new int[] {10, 60, 299, 330}) {
            var resumed = LossGuard.after(Arrays.copyOf(losses, stopped), 5);
            assertThat(stopsAt(resumed, losses, stopped))
                    .as("stopped at %d", stopped)
                    .isEqualTo(undisturbed);
        }
        assertThat(undisturbed).isBetween(300, 399);
    }

    private static int stopsAt(LossGuard guard, double[] losses, int from) {
        for (int step = from; step < losses.length; step++) {
            try {
                guard.add(step, losses[step]);
            } catch (TrainingException e) {
                return step;
            }
        }
        return losses.length;
    }

    private static LossGuard trained(double limit) {
        var guard = new LossGuard(limit);
        for (int step = 1; step <= 500; step++) {
            guard.add(step, 0.1);
        }
        return guard;
    }
}
