package io.unstir.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    private static LossGuard trained(double limit) {
        var guard = new LossGuard(limit);
        for (int step = 1; step <= 500; step++) {
            guard.add(step, 0.1);
        }
        return guard;
    }
}
