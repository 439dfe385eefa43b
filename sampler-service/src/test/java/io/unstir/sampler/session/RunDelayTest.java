package io.unstir.sampler.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunDelayTest {
    private static final Duration RUN = Duration.ofMillis(10);
    private static final Duration ROW = Duration.ofMillis(2);

    @Test
    void lastsForTheRunAndEachOfItsRows() {
        // Given
        var delay = new RunDelay(RUN, ROW);

        // When
        long begin = System.nanoTime();
        delay.pass(5);
        long passed = System.nanoTime() - begin;

        // Then
        assertThat(Duration.ofNanos(passed)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
    }

    @Test
    void anInterruptedThreadGoesOnAndStaysInterrupted() {
        // Given
        var delay = new RunDelay(Duration.ofSeconds(10), ROW);
        Thread.currentThread().interrupt();

        // When
        long begin = System.nanoTime();
        delay.pass(1);

        // Then
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(9));
    }

    @Test
    void isRefusedOutsideOfTheProfileForMeasurements() {
        assertThatThrownBy(() -> RunDelay.allowed(RUN, Duration.ZERO, List.of("prod")))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("unstir.sampler.bench.run-delay (got PT0.01S)")
                .hasMessageContaining("QUARKUS_PROFILE=bench");
        assertThat(RunDelay.allowed(RUN, ROW, List.of("bench"))).isEqualTo(new RunDelay(RUN, ROW));
    }

    @Test
    void noneIsFineAnywhere() {
        assertThat(RunDelay.allowed(Duration.ZERO, Duration.ZERO, List.of("prod")))
                .isEqualTo(RunDelay.NONE);
    }

    @Test
    void namesTheFieldThatIsTooLong() {
        assertThatThrownBy(() -> new RunDelay(RUN, Duration.ofSeconds(11)))
                .isInstanceOf(DeviceException.class)
                .hasMessage("unstir.sampler.bench.row-delay must be from 0 to 10 s (got PT11S)");
        assertThatThrownBy(() -> new RunDelay(Duration.ofMillis(-1), ROW))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("unstir.sampler.bench.run-delay");
    }
}
