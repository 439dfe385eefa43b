package io.unstir.local.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunTimeTest {
    @ParameterizedTest
    @CsvSource({"1, 0.020", "2, 0.020", "3, 0.030", "4, 0.040", "8, 0.120", "12, 0.200"})
    void isMeasuredAtSomeSizesAndStraightBetweenThem(int rows, double seconds) {
        assertThat(RunTime.parse("2:20, 4:40,8:120").seconds(rows)).isCloseTo(seconds, within(1e-12));
    }

    @Test
    void aLoneRowTakesAsLongAsTwo() {
        var runTime = RunTime.linear(16, 4);

        assertThat(runTime.seconds(1)).isEqualTo(runTime.seconds(2)).isCloseTo(0.024, within(1e-12));
        assertThat(runTime.seconds(16)).isCloseTo(0.080, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "2:x", "x:2", "4:40,2:20", "2:0", "0:3", "2:-1"})
    void saysWhatItCannotRead(String text) {
        assertThatThrownBy(() -> RunTime.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("run time");
    }
}
