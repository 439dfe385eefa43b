package io.unstir.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecentJobsTest {
    private static final byte[] JOB = new byte[700];
    /** Of ten jobs. */
    private final RecentJobs recent = new RecentJobs(10_000);

    @Test
    void theOldestAreForgottenAndThatIsKnown() {
        // Given
        recent.startAt(Map.of(0, 5L, 1, 0L));

        // When
        for (int i = 0; i < 12; i++) {
            recent.add("job-" + i, JOB, 0, 5 + i);
        }

        // Then
        assertThat(recent.look("job-1").submission()).isEmpty();
        assertThat(recent.look("job-2").submission()).contains(JOB);
        assertThat(recent.look("job-1").isAll(Map.of(0, 7L))).isTrue();
        assertThat(recent.look("job-1").isAll(Map.of(0, 6L))).isFalse();
    }

    @Test
    void theFirstSubmissionOfAnIdIsTheJob() {
        // Given
        recent.add("job", JOB, 0, 1);

        // When
        recent.add("job", new byte[1], 0, 2);

        // Then
        assertThat(recent.look("job").submission()).contains(JOB);
    }

    @Test
    void whoWaitsForWhatIsNotReadIsToldSo() throws InterruptedException {
        // Given
        recent.startAt(Map.of(0, 5L));

        // When
        boolean read = recent.awaitRead(Map.of(0, 6L), Duration.ofMillis(10));

        // Then
        assertThat(read).isFalse();
        recent.readTo(Map.of(0, 6L));
        assertThat(recent.awaitRead(Map.of(0, 6L), Duration.ofMillis(10))).isTrue();
    }
}
