package io.unstir.trainer.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SlicedWassersteinTest {
    @Test
    void alongTheAxesIsWhatNumpyGives() {
        var axes = new Slices(3, new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
        double mean = (0.09545878602585756 + 0.04840640470049833 + 0.04938834434670949) / 3;

        assertThat(SlicedWasserstein.between(Clouds.waves(), Clouds.ripples(0.2), axes))
                .isCloseTo(Math.sqrt(mean), within(1e-12));
    }

    /** A random direction sees a shift by s along every one of d axes with mean square s². */
    @Test
    void ofAShiftIsItsLengthAsRandomDirectionsSeeIt() {
        var cloud = Clouds.gaussian(50, 4, 1);

        assertThat(SlicedWasserstein.between(cloud, Clouds.moved(cloud, 1, 3), Slices.random(4, 20_000, 7)))
                .isCloseTo(3, within(0.05));
    }

    /** Of two Gaussians in one dimension the squared distance is (m1 - m2)² + (s1 - s2)². */
    @Test
    void ofGaussiansIsWhatTheFormulaSays() {
        var a = Clouds.gaussian(100_000, 1, 1);
        var b = Clouds.moved(Clouds.gaussian(70_000, 1, 2), 2, 1);

        assertThat(SlicedWasserstein.between(a, b, Slices.random(1, 1, 1))).isCloseTo(Math.sqrt(2), within(0.03));
    }

    @Property(tries = 50)
    void isSymmetricAndZeroForTheSamePointsAndKnowsRepeatedOnesAsOneMeasure(
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed, @ForAll @IntRange(min = 1, max = 40) int size) {
        var slices = Slices.random(3, 16, seed);
        var a = Clouds.gaussian(size, 3, seed);
        var b = Clouds.gaussian(23, 3, seed + 1);
        double[] twice = new double[2 * a.values().length];
        System.arraycopy(a.values(), 0, twice, 0, a.values().length);
        System.arraycopy(a.values(), 0, twice, a.values().length, a.values().length);

        double distance = SlicedWasserstein.between(a, b, slices);

        assertThat(SlicedWasserstein.between(b, a, slices)).isCloseTo(distance, within(1e-9));
        assertThat(SlicedWasserstein.between(new Cloud(2 * size, 3, twice), b, slices))
                .isCloseTo(distance, within(1e-9));
        assertThat(SlicedWasserstein.between(a, Clouds.reversed(a), slices)).isZero();
    }

    @Test
    void floatsAreSeenAsDoublesAre() {
        var slices = Slices.random(3, 4, 1);
        double[] projected = new double[5];

        slices.project(new float[] {0.5f, -0.25f, 2}, projected, 1);

        var cloud = slices.project(Cloud.of(new double[] {0.5, -0.25, 2}));
        assertThat(projected).containsExactly(0, cloud.at(0, 0), cloud.at(0, 1), cloud.at(0, 2), cloud.at(0, 3));
        assertThatThrownBy(() -> SlicedWasserstein.between(Clouds.gaussian(5, 2, 1), Clouds.gaussian(5, 2, 2), slices))
                .hasMessage("slices must have the clouds' width 2 (got 3)");
    }
}
