package io.unstir.trainer.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class FrechetDistanceTest {
    @Test
    void ofGaussiansOfKnownMeanAndSpreadIsWhatTheFormulaSays() {
        var a = Clouds.gaussian(200_000, 4, 1);
        var b = Clouds.moved(Clouds.gaussian(200_000, 4, 2), 3, 0.5);

        // |0.5|² and (3 - 1)² for each of four coordinates.
        assertThat(FrechetDistance.between(a, b)).isCloseTo(4 * 0.25 + 4 * 4, within(0.15));
    }

    @Test
    void isWhatScipyGives() {
        assertThat(FrechetDistance.between(Clouds.waves(), Clouds.ripples(0.2)))
                .isCloseTo(0.1679885438045809, within(1e-12));
    }

    @Test
    void ofMorePointsThanCoordinatesOrFewerIsFinite() {
        assertThat(FrechetDistance.between(Clouds.gaussian(5, 20, 1), Clouds.gaussian(7, 20, 2)))
                .isPositive()
                .isFinite();
    }

    @Property(tries = 50)
    void isSymmetricNotNegativeAndZeroForTheSamePoints(
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed, @ForAll @IntRange(min = 2, max = 60) int size) {
        var a = Clouds.gaussian(size, 5, seed);
        var b = Clouds.moved(Clouds.gaussian(80, 5, seed + 1), 1.5, -0.2);

        double distance = FrechetDistance.between(a, b);

        assertThat(FrechetDistance.between(b, a)).isCloseTo(distance, within(1e-6));
        assertThat(distance).isNotNegative();
        assertThat(FrechetDistance.between(a, Clouds.reversed(a))).isCloseTo(0, within(1e-6));
    }

    @Property(tries = 50)
    void growsByTheSquareOfAShift(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        var a = Clouds.gaussian(50, 3, seed);

        assertThat(FrechetDistance.between(a, Clouds.moved(a, 1, 2))).isCloseTo(3 * 4, within(1e-6));
    }

    @Test
    void cloudsOfDifferentSpacesAreRefused() {
        assertThatThrownBy(() -> FrechetDistance.between(Clouds.gaussian(5, 2, 1), Clouds.gaussian(5, 3, 1)))
                .hasMessage("both clouds must have the same width (got 2 and 3)");
        assertThatThrownBy(() -> FrechetDistance.between(Clouds.gaussian(1, 2, 1), Clouds.gaussian(5, 2, 1)))
                .hasMessage("a cloud must have at least 2 points (got 1)");
        assertThatThrownBy(() -> Cloud.of(new double[] {1, Double.NaN})).hasMessage("values must be finite (got NaN)");
    }
}
