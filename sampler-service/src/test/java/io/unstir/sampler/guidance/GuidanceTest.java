package io.unstir.sampler.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class GuidanceTest {
    private static final FloatBuffer OUTPUT = FloatBuffer.wrap(new float[] {9, 9, 1, 2, 0.5f, 4, 9, 9});

    @Test
    void goesFromTheUnconditionalPastTheConditional() {
        double[] combined = new double[2];

        new Guidance(3).combine(OUTPUT, 2, combined);

        assertThat(combined).containsExactly(0.5 + 3 * 0.5, 4 + 3 * -2.0);
    }

    @Test
    void isTheConditionalWhereOff() {
        double[] combined = new double[2];

        Guidance.NONE.combine(OUTPUT, 2, combined);

        assertThat(combined).containsExactly(1, 2);
        assertThat(Guidance.NONE.rows()).isEqualTo(1);
    }

    @Test
    void aScaleBelowOneIsRefused() {
        assertThatThrownBy(() -> new Guidance(0.5)).hasMessage("guidance_scale must be 1 to 30 (got 0.5)");
    }
}
