package io.unstir.sampler.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PhiloxNoiseTest {
    @Test
    void drawsAStandardNormal() {
        // When
        double[] draw = new PhiloxNoise(42, 0, 200_000).draw(3);

        // Then
        double mean = Arrays.stream(draw).average().orElseThrow();
        double variance = Arrays.stream(draw).map(z -> z * z).average().orElseThrow();
        assertThat(mean).isEqualTo(0, within(0.01));
        assertThat(variance).isEqualTo(1, within(0.02));
        assertThat(Arrays.stream(draw).max().orElseThrow()).isBetween(4.0, 7.0);
    }

    @Test
    void aStepsDrawDoesNotDependOnWhatWasDrawnBefore() {
        // Given
        var noise = new PhiloxNoise(7, 2, 10);
        double[] first = noise.draw(5).clone();
        noise.draw(Noise.START);

        // When
        double[] again = noise.draw(5);

        // Then
        assertThat(again).isEqualTo(first);
    }

    @Test
    void seedImageAndStepEachChangeTheDraw() {
        double[] draw = new PhiloxNoise(7, 2, 10).draw(5);

        assertThat(new PhiloxNoise(8, 2, 10).draw(5)).isNotEqualTo(draw);
        assertThat(new PhiloxNoise(7L + (1L << 32), 2, 10).draw(5)).isNotEqualTo(draw);
        assertThat(new PhiloxNoise(7, 3, 10).draw(5)).isNotEqualTo(draw);
        assertThat(new PhiloxNoise(7, 2, 10).draw(6)).isNotEqualTo(draw);
    }

    @Test
    void aSmallerImageGetsTheSameFirstNumbers() {
        double[] large = new PhiloxNoise(7, 2, 10).draw(5);

        assertThat(new PhiloxNoise(7, 2, 7).draw(5)).isEqualTo(Arrays.copyOf(large, 7));
    }
}
