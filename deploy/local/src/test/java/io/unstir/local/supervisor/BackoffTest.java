package io.unstir.local.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration SHORT_RUN = Duration.ofSeconds(1);
    private static final Duration LONG_RUN = Duration.ofMinutes(5);

    @Test
    void waitsDoubleUpToTheLongest() {
        Duration wait = Duration.ZERO;
        for (int i = 0; i < 20; i++) {
            wait = Backoff.DEFAULT.next(wait, SHORT_RUN);
        }

        assertThat(Backoff.DEFAULT.next(Duration.ZERO, SHORT_RUN)).isEqualTo(Backoff.DEFAULT.first());
        assertThat(wait).isEqualTo(Backoff.DEFAULT.longest());
    }

    @Test
    void serviceThatRanForAWhileStartsAgainAtOnce() {
        assertThat(Backoff.DEFAULT.next(Backoff.DEFAULT.longest(), LONG_RUN)).isEqualTo(Backoff.DEFAULT.first());
    }
}
