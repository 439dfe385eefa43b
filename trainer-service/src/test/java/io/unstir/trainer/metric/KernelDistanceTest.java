package io.unstir.trainer.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class KernelDistanceTest {
    @Test
    void isWhatNumpyGives() {
        assertThat(KernelDistance.between(Clouds.waves(), Clouds.ripples(0.2)))
                .isCloseTo(0.033264542295873945, within(1e-12));
    }

    /** In one dimension, with x around 0 and y around s: (s² + s⁴ ...) by the moments of (x y + 1)³. */
    @Test
    void ofShiftedGaussiansIsWhatTheMomentsSay() {
        var a = Clouds.gaussian(4000, 1, 1);
        var b = Clouds.moved(Clouds.gaussian(4000, 1, 2), 1, 1);

        // (xy + 1)³ = x³y³ + 3x²y² + 3xy + 1, so MMD² = Δ3² + 3 Δ2² + 3 Δ1² with the differences of the moments:
        // E y = 1, E y² = 2, E y³ = 4 against 0, 1, 0.
        assertThat(KernelDistance.between(a, b)).isCloseTo(16 + 3 + 3, within(1.5));
    }

    @Test
    void isZeroOnAverageHoweverSmallTheClouds() {
        double mean = IntStream.range(0, 6000)
                .mapToDouble(
                        i -> KernelDistance.between(Clouds.gaussian(10, 4, 2L * i), Clouds.gaussian(10, 4, 2L * i + 1)))
                .average()
                .orElseThrow();

        assertThat(mean).isCloseTo(0, within(0.025));
    }

    @Property(tries = 50)
    void knowsNoOrder(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        var a = Clouds.gaussian(30, 4, seed);
        var b = Clouds.gaussian(20, 4, seed + 1);

        double distance = KernelDistance.between(a, b);

        assertThat(KernelDistance.between(b, a)).isCloseTo(distance, within(1e-10));
        assertThat(KernelDistance.between(Clouds.reversed(a), b)).isCloseTo(distance, within(1e-10));
    }
}
