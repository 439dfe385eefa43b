package io.unstir.sampler.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GuidanceTest {
    private final double[] conditional = {1, 2, 7};
    private final double[] unconditional = {0.5, 4, 8};

    @Test
    void goesFromTheUnconditionalPastTheConditional() {
        new Guidance(3, 0, 1, 0).combine(conditional, unconditional, 2);

        assertThat(conditional).containsExactly(0.5 + 3 * 0.5, 4 + 3 * -2.0, 7);
    }

    @Test
    void rescaledInFullItHasTheConditionalsContrast() {
        // Given
        double before = deviation(conditional);

        // When
        new Guidance(5, 0, 1, 1).combine(conditional, unconditional, 2);

        // Then
        assertThat(deviation(conditional)).isEqualTo(before, within(1e-12));
        assertThat(conditional[0] / conditional[1]).isEqualTo((0.5 + 5 * 0.5) / (4 + 5 * -2.0), within(1e-12));
    }

    @Test
    void rescaledInPartItsContrastLiesBetween() {
        double[] full = conditional.clone();
        new Guidance(5, 0, 1, 0).combine(full, unconditional, 2);
        double most = deviation(full);
        double least = deviation(conditional);

        new Guidance(5, 0, 1, 0.7).combine(conditional, unconditional, 2);

        assertThat(deviation(conditional)).isEqualTo(0.7 * least + 0.3 * most, within(1e-12));
    }

    @Test
    void holdsInItsIntervalOnly() {
        var guidance = new Guidance(3, 0.2, 0.8, 0);

        assertThat(guidance.active(0.1)).isFalse();
        assertThat(guidance.active(0.2)).isTrue();
        assertThat(guidance.active(0.8)).isTrue();
        assertThat(guidance.active(0.9)).isFalse();
    }

    @Test
    void isNeverActiveWhereOff() {
        assertThat(Guidance.NONE.active()).isFalse();
        assertThat(Guidance.NONE.active(0.5)).isFalse();
    }

    @Test
    void whatIsOutOfItsLimitsIsRefused() {
        assertThatThrownBy(() -> new Guidance(0.5, 0, 1, 0)).hasMessage("guidance_scale must be 1 to 30 (got 0.5)");
        assertThatThrownBy(() -> new Guidance(2, 0.5, 0.5, 0))
                .hasMessage("guidance_start must lie below guidance_end (got 0.5 and 0.5)");
        assertThatThrownBy(() -> new Guidance(2, 0, 1, 1.5)).hasMessage("guidance_rescale must be 0 to 1 (got 1.5)");
        assertThatThrownBy(() -> new Guidance(Double.NaN, 0, 1, 0)).hasMessageContaining("guidance_scale");
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values, 0, 2).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values, 0, 2)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
    }
}
