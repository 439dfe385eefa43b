package io.unstir.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    @Test
    void soManyOfAHundredDoNotExceedIt() {
        long[] micros =
                LongStream.rangeClosed(1, 200).map(i -> (201 - i) * 1000).toArray();

        assertThat(Percentiles.of(micros)).isEqualTo(new Percentiles(100, 190, 198, 200));
    }

    @Test
    void oneIsAllOfThem() {
        assertThat(Percentiles.of(new long[] {1500})).isEqualTo(new Percentiles(1.5, 1.5, 1.5, 1.5));
    }

    @Test
    void ofNothingThereAreNone() {
        assertThatThrownBy(() -> Percentiles.of(new long[0])).isInstanceOf(IllegalArgumentException.class);
    }
}
