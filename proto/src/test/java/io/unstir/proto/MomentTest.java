package io.unstir.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 1970-01-01T00:00:00Z",
        "1795435200, 5000, 2026-11-23T12:00:00.000005Z",
        "-62135596800, 0, 0001-01-01T00:00:00Z",
        "-62135596801, 0, 0001-01-01T00:00:00Z",
        "253402300799, 999999999, 9999-12-31T23:59:59.999999999Z",
        "253402300800, 0, 9999-12-31T23:59:59.999999999Z",
        "9223372036854775807, 2147483647, 9999-12-31T23:59:59.999999999Z",
        "-9223372036854775808, -2147483648, 0001-01-01T00:00:00Z",
        "0, -1, 1970-01-01T00:00:00Z",
        "0, 2000000000, 1970-01-01T00:00:00.999999999Z"
    })
    void whatIsNoTimeIsTheNearestThatIsOne(long seconds, int nanos, Instant moment) {
        assertThat(Moment.of(Timestamp.newBuilder()
                        .setSeconds(seconds)
                        .setNanos(nanos)
                        .build()))
                .isEqualTo(moment);
    }
}
