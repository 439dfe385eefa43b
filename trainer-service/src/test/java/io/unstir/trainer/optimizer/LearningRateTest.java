package io.unstir.trainer.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.unstir.trainer.optimizer.LearningRate.Shape;
import org.junit.jupiter.api.Test;

class LearningRateTest {
    @Test
    void warmsUpInALine() {
        var rate = new LearningRate(Shape.COSINE, 0.4, 4, 100, 0);

        assertThat(rate.at(1)).isEqualTo(0.1);
        assertThat(rate.at(4)).isEqualTo(0.4);
    }

    @Test
    void aCosineEndsAtATenth() {
        var rate = new LearningRate(Shape.COSINE, 1, 0, 100, 0);

        assertThat(rate.at(50)).isCloseTo(0.55, within(1e-12));
        assertThat(rate.at(100)).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void aConstantRateStaysAndGoesDownInALineAtTheEnd() {
        var rate = new LearningRate(Shape.CONSTANT, 1, 10, 100, 9);

        assertThat(rate.at(11)).isEqualTo(1);
        assertThat(rate.at(91)).isEqualTo(1);
        assertThat(rate.at(92)).isCloseTo(0.9, within(1e-12));
        assertThat(rate.at(100)).isCloseTo(0.1, within(1e-12));
        assertThat(rate.at(101)).isZero();
    }

    /** So a run can be made longer. */
    @Test
    void aConstantRateKnowsNothingOfTheEndBeforeItsDecay() {
        var shorter = new LearningRate(Shape.CONSTANT, 1, 10, 100, 20);
        var longer = new LearningRate(Shape.CONSTANT, 1, 10, 500, 20);

        for (int step = 1; step <= 80; step++) {
            assertThat(shorter.at(step)).isEqualTo(longer.at(step));
        }
    }
}
