package io.unstir.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.proto.Topic;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RecentJobsTest {
    private static final byte[] JOB = new byte[700];
    private static final TopicPartition FIRST = new TopicPartition(Topic.JOBS.topicName(), 0);
    private static final TopicPartition BULK = new TopicPartition(Topic.JOBS_BULK.topicName(), 0);
    /** Of ten jobs. */
    private final RecentJobs recent = new RecentJobs(10_000);

    @Test
    void theOldestAreForgottenAndThatIsKnown() {
        // Given
        recent.startAt(Map.of(FIRST, 5L, BULK, 0L));

        // When
        for (int i = 0; i < 12; i++) {
            recent.add("job-" + i, JOB, FIRST, 5 + i);
        }

        // Then
        assertThat(recent.look("job-1").submission()).isEmpty();
        assertThat(recent.look("job-2").submission()).contains(JOB);
        assertThat(recent.look("job-1").isAll(Map.of(FIRST, 7L))).isTrue();
        assertThat(recent.look("job-1").isAll(Map.of(FIRST, 6L))).isFalse();
    }

    @Test
    void theFirstSubmissionOfAnIdIsTheJob() {
        // Given
        recent.add("job", JOB, FIRST, 1);

        // When
        recent.add("job", new byte[1], BULK, 2);

        // Then
        assertThat(recent.look("job").submission()).contains(JOB);
    }

    @Test
    void whoWaitsForWhatIsNotReadIsToldSo() throws InterruptedException {
        // Given
        recent.startAt(Map.of(FIRST, 5L));

        // When
        boolean read = recent.awaitRead(Map.of(FIRST, 6L), Duration.ofMillis(10));

        // Then
        assertThat(read).isFalse();
        recent.readTo(Map.of(FIRST, 6L));
        assertThat(recent.awaitRead(Map.of(FIRST, 6L), Duration.ofMillis(10))).isTrue();
    }
}
