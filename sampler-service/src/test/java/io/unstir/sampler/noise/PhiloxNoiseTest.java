package io.unstir.sampler.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PhiloxNoiseTest {
    @Test
    void drawsAStandardNormal() {
        // When
        double[] draw = new PhiloxNoise(42, 0, 200_000).draw(Draw.STEP, 3);

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
        double[] first = noise.draw(Draw.STEP, 5).clone();
        noise.start();

        // When
        double[] again = noise.draw(Draw.STEP, 5);

        // Then
        assertThat(again).isEqualTo(first);
    }

    @Test
    void seedImagePurposeAndStepEachChangeTheDraw() {
        double[] draw = new PhiloxNoise(7, 2, 10).draw(Draw.STEP, 5);

        assertThat(new PhiloxNoise(8, 2, 10).draw(Draw.STEP, 5)).isNotEqualTo(draw);
        assertThat(new PhiloxNoise(7L + (1L << 32), 2, 10).draw(Draw.STEP, 5)).isNotEqualTo(draw);
        assertThat(new PhiloxNoise(7, 3, 10).draw(Draw.STEP, 5)).isNotEqualTo(draw);
        assertThat(new PhiloxNoise(7, 2, 10).draw(Draw.STEP, 6)).isNotEqualTo(draw);
        assertThat(new PhiloxNoise(7, 2, 10).draw(Draw.KNOWN, 5)).isNotEqualTo(draw);
        assertThat(new PhiloxNoise(7, 2, 10).draw(Draw.RENOISE, 5))
                .isNotEqualTo(draw)
                .isNotEqualTo(new PhiloxNoise(7, 2, 10).draw(Draw.KNOWN, 5));
    }

    @Test
    void aSmallerImageGetsTheSameFirstNumbers() {
        double[] large = new PhiloxNoise(7, 2, 10).draw(Draw.STEP, 5);

        assertThat(new PhiloxNoise(7, 2, 7).draw(Draw.STEP, 5)).isEqualTo(Arrays.copyOf(large, 7));
    }

    @Test
    void aVariationGoesFromTheOtherImagesNoiseToOnesOwn() {
        double[] near = new PhiloxNoise(7, 0, 10).start();
        double[] own = new PhiloxNoise(8, 3, 10).start();

        assertThat(varied(0).start()).isEqualTo(near);
        assertThat(varied(1).start()).isEqualTo(own);
        assertThat(varied(0.6).start()[4]).isEqualTo(0.8 * near[4] + 0.6 * own[4], within(1e-15));
    }

    private static VariedNoise varied(double strength) {
        return new VariedNoise(new PhiloxNoise(7, 0, 10), new PhiloxNoise(8, 3, 10), strength);
    }
}
