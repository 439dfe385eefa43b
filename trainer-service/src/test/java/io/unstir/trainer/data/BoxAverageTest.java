package io.unstir.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoxAverageTest {
    @Test
    void halvingAveragesPairs() {
        assertThat(resize(new float[] {0, 2, 10, 20}, 2)).containsExactly(1, 15);
    }

    @Test
    void aPartlyCoveredPixelCountsByItsShare() {
        assertThat(resize(new float[] {0, 3, 6}, 2)).containsExactly(1, 5);
    }

    @Test
    void growingRepeatsPixels() {
        assertThat(resize(new float[] {1, 2}, 4)).containsExactly(1, 1, 2, 2);
    }

    @Test
    void theSameSizeChangesNothing() {
        assertThat(resize(new float[] {3, 1, 4}, 3)).containsExactly(3, 1, 4);
    }

    @Test
    void oddRatiosNeverReadPastTheEnd() {
        for (int size = 1; size <= 200; size++) {
            float[] ones = new float[size];
            java.util.Arrays.fill(ones, 1);
            for (float value : resize(ones, 32)) {
                assertThat(value).isEqualTo(1);
            }
        }
    }

    private static float[] resize(float[] line, int size) {
        float[] target = new float[size];
        new BoxAverage(line.length, size).resize(line, line.length, 1, target, size, 1, 1);
        return target;
    }
}
