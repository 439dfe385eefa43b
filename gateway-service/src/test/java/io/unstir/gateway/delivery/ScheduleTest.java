package io.unstir.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Schedule SCHEDULE = new Schedule(List.of(Duration.ZERO, Duration.ofMinutes(5)));

    @Test
    void theFirstAttemptIsAtOnce() {
        assertThat(SCHEDULE.next("msg_1", 0, NOON)).isEqualTo(NOON);
    }

    @Test
    void aWaitIsUpToATenthLongerAndTheSameEachTimeItIsAsked() {
        var dues = new HashSet<Instant>();
        for (int i = 0; i < 100; i++) {
            var due = SCHEDULE.next("msg_" + i, 1, NOON);
            assertThat(due).isBetween(NOON.plusSeconds(300), NOON.plusSeconds(330));
            assertThat(SCHEDULE.next("msg_" + i, 1, NOON)).isEqualTo(due);
            dues.add(due);
        }
        assertThat(dues).hasSizeGreaterThan(90);
    }

    @Test
    void itIsOverAfterTheLastAttempt() {
        assertThat(SCHEDULE.isOver(1)).isFalse();
        assertThat(SCHEDULE.isOver(2)).isTrue();
    }

    @Test
    void moreWaitsThanPartitionsAreRefused() {
        for (var waits : Set.of(
                List.<Duration>of(), Collections.nCopies(11, Duration.ofSeconds(1)), List.of(Duration.ofSeconds(-1)))) {
            assertThatThrownBy(() -> new Schedule(waits)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
