package io.unstir.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlaneDistanceTest {
    private static final int POINTS = 2000;

    @ParameterizedTest
    @EnumSource
    void aSetHasNoDistanceToItself(PlaneDistance distance) {
        double[] points = gaussian(1, 0, 1);

        assertThat(distance.between(points, points)).isCloseTo(0, within(1e-6));
        assertThat(distance.between(points, gaussian(2, 0.3, 1)))
                .isCloseTo(distance.between(gaussian(2, 0.3, 1), points), within(1e-12));
    }

    /** A shift by d moves each shadow by d cos(angle), of which the root mean square is d / sqrt(2). */
    @Test
    void aShiftedSetIsAsFarAsItsShadowsOnAverage() {
        double[] points = gaussian(1, 0, 1);
        double[] shifted = points.clone();
        for (int i = 0; i < shifted.length; i += 2) {
            shifted[i] += 0.7;
        }

        assertThat(PlaneDistance.SLICED_WASSERSTEIN.between(points, shifted))
                .isCloseTo(0.7 / Math.sqrt(2), within(1e-9));
    }

    /** Of two single points the energy distance is the root of twice how far they are apart. */
    @Test
    void theEnergyDistanceOfTwoPointsIsTheRootOfTwiceTheirDistance() {
        assertThat(PlaneDistance.ENERGY.between(new double[] {0, 0}, new double[] {3, 4}))
                .isCloseTo(Math.sqrt(10), within(1e-12));
    }

    @ParameterizedTest
    @EnumSource
    void aWiderSetIsFartherThanAnotherDrawOfTheSame(PlaneDistance distance) {
        double[] points = gaussian(1, 0, 1);

        assertThat(distance.between(points, gaussian(2, 0, 1.3)))
                .isGreaterThan(2 * distance.between(points, gaussian(3, 0, 1)));
    }

    private static double[] gaussian(long seed, double mean, double deviation) {
        var random = new SplittableRandom(seed);
        double[] points = new double[2 * POINTS];
        for (int i = 0; i < points.length; i++) {
            points[i] = mean + deviation * random.nextGaussian();
        }
        return points;
    }
}
