package io.unstir.trainer.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ManifoldsTest {
    /** Naeem et al. 2020, lemmas 1 and 2: they don't depend on the distribution, nor on its dimension. */
    @Test
    void ofTwoSetsOfOneDistributionDensityAndCoverageAreWhatThePaperExpects() {
        var manifolds = Manifolds.of(Clouds.gaussian(3000, 8, 1), Clouds.gaussian(3000, 8, 2));

        assertThat(manifolds.density()).isCloseTo(1, within(0.04));
        assertThat(manifolds.coverage()).isCloseTo(1 - 1 / 32.0, within(0.015));
    }

    /** The authors' own code prints .477, .471, 1.056 and .974 for 10,000 points of 1,000 coordinates each: 1 is no goal for the first two. */
    @Test
    void ofManyCoordinatesPrecisionAndRecallOfAPerfectModelAreFarFromOne() {
        var manifolds = Manifolds.of(Clouds.gaussian(700, 200, 1), Clouds.gaussian(700, 200, 2));

        assertThat(manifolds.precision()).isBetween(0.3, 0.8);
        assertThat(manifolds.recall()).isBetween(0.3, 0.8);
        assertThat(manifolds.coverage()).isCloseTo(0.97, within(0.02));
    }

    @Test
    void isWhatNumpyGives() {
        assertThat(Manifolds.of(Clouds.waves(), Clouds.ripples(0.9)))
                .isEqualTo(new Manifolds(20 / 30.0, 16 / 40.0, 66 / 150.0, 14 / 40.0));
    }

    @Test
    void farPointsAreOffTheManifold() {
        var real = Clouds.gaussian(100, 3, 1);

        assertThat(Manifolds.of(real, Clouds.moved(Clouds.gaussian(50, 3, 2), 1, 100)))
                .isEqualTo(new Manifolds(0, 0, 0, 0));
        assertThat(Manifolds.of(real, real)).satisfies(manifolds -> {
            assertThat(manifolds.precision()).isEqualTo(1);
            assertThat(manifolds.recall()).isEqualTo(1);
            assertThat(manifolds.coverage()).isEqualTo(1);
        });
    }

    /** One picture over and over: precise, and it covers next to nothing. */
    @Test
    void aModelThatMakesOnePointOnlyCoversLittle() {
        var real = Clouds.gaussian(200, 3, 1);
        double[] one = new double[60 * 3];
        for (int i = 0; i < one.length; i++) {
            one[i] = real.values()[i % 3];
        }

        var manifolds = Manifolds.of(real, new Cloud(60, 3, one));

        assertThat(manifolds.precision()).isEqualTo(1);
        assertThat(manifolds.coverage()).isLessThan(0.1);
        assertThat(manifolds.recall()).isLessThan(0.02);
    }

    @Test
    void tooFewPointsAreRefused() {
        assertThatThrownBy(() -> Manifolds.of(Clouds.gaussian(5, 2, 1), Clouds.gaussian(9, 2, 1)))
                .hasMessage("a cloud must have at least 6 points (got 5)");
    }
}
