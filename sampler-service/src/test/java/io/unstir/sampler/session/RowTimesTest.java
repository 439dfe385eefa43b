package io.unstir.sampler.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowTimesTest {
    @Test
    void theSmallestSizeNearTheBestIsTaken() {
        assertThat(times(4.3, 3.7, 3.62, 3.6).best()).isEqualTo(4);
    }

    @Test
    void aLargerSizeIsTakenWhereItIsWorthIt() {
        assertThat(times(4.3, 3.95, 3.8, 3.6).best()).isEqualTo(16);
    }

    @Test
    void whereRowsTakeTheSameTimeTheSmallestSizeIsTaken() {
        assertThat(times(5, 5, 5).best()).isEqualTo(2);
    }

    @Test
    void theTableIsShortEnoughForALogLine() {
        assertThat(times(5.25, 4)).hasToString("2:5.250,4:4.000");
    }

    /** For 2, 4, 8, ... rows. */
    private static RowTimes times(double... millisPerRow) {
        List<RowTimes.Measured> sizes = new ArrayList<>();
        for (int i = 0; i < millisPerRow.length; i++) {
            sizes.add(new RowTimes.Measured(2 << i, millisPerRow[i]));
        }
        return new RowTimes(sizes);
    }
}
