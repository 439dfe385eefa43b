package io.unstir.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RestorationTest {
    /** Values are two apart at most: 10 log10(2^2 / 0.2^2) = 20. */
    @Test
    void aTenthOfTheRangeOffIsTwentyDecibels() {
        assertThat(Restoration.psnr(new double[] {-1, 0, 0.5, 0.8}, new double[] {-0.8, -0.2, 0.7, 1.0}))
                .isCloseTo(20, within(1e-9));
    }

    /** A single value off by one, of four: 10 log10(4 / (1 / 4)). */
    @Test
    void theMeanIsOfTheSquares() {
        assertThat(Restoration.psnr(new double[4], new double[] {0, 0, 1, 0})).isCloseTo(12.0412, within(1e-4));
    }

    @Test
    void whatIsBrighterThanWhiteCountsAsWhite() {
        assertThat(Restoration.psnr(new double[] {1, -1}, new double[] {7, -0.8}))
                .isEqualTo(Restoration.psnr(new double[] {1, -1}, new double[] {1, -0.8}));
    }
}
