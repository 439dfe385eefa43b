package io.unstir.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionLimitsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 4096, PT20S, PT20S, 4096, PT60S, PT75S, 'most must be at least 1 (got 0)'",
        "1, 4095, PT20S, PT20S, 4096, PT60S, PT75S, 'send-buffer-bytes must be at least 4096 (got 4095)'",
        "1, 4096, PT0S, PT20S, 4096, PT60S, PT75S, 'head must be at least 1s (got PT0S)'",
        "1, 4096, PT20S, PT-1S, 4096, PT60S, PT75S, 'body must be at least 1s (got PT-1S)'",
        "1, 4096, PT20S, PT20S, 0, PT60S, PT75S, 'body-bytes-per-second must be at least 1 (got 0)'",
        "1, 4096, PT20S, PT20S, 4096, PT0.9S, PT75S, 'answer must be at least 1s (got PT0.9S)'",
        "1, 4096, PT20S, PT20S, 4096, PT60S, PT0S, 'idle must be at least 1s (got PT0S)'"
    })
    void whatCannotBeIsRefusedByName(
            int most,
            int buffer,
            Duration head,
            Duration body,
            int bytesPerSecond,
            Duration answer,
            Duration idle,
            String told) {
        assertThatThrownBy(() -> new ConnectionLimits(most, buffer, head, body, bytesPerSecond, answer, idle))
                .hasMessage("unstir.gateway.connections." + told);
    }

    @Test
    void aLargerBodyMayTakeLonger() {
        var second = Duration.ofSeconds(1);
        var limits = new ConnectionLimits(1, 4096, second, Duration.ofSeconds(20), 4096, second, second);

        assertThat(limits.bodyWith(100)).isEqualTo(Duration.ofSeconds(20));
        assertThat(limits.bodyWith(16 << 20)).isEqualTo(Duration.ofSeconds(20 + 4096));
    }
}
