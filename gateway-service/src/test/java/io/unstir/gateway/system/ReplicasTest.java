package io.unstir.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.unstir.proto.v1.ReplicaSeen;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplicasTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void theNewestWordOfEachCountsForFiveMinutes() {
        // Given
        var replicas = Replicas.NONE
                .after(seen("b", 400))
                .after(seen("a", 100))
                .after(seen("c", 301))
                .after(seen("b", 1));

        // When
        var lately = replicas.lately(NOW);

        // Then
        assertThat(lately).extracting(ReplicaSeen::getName).containsExactly("a", "b");
        assertThat(lately).extracting(replica -> Replicas.alive(replica, NOW)).containsExactly(false, true);
    }

    @Test
    void whoIsLateALittleIsAlive() {
        assertThat(Replicas.alive(seen("a", 19), NOW)).isTrue();
        assertThat(Replicas.alive(seen("a", 21), NOW)).isFalse();
    }

    private static ReplicaSeen seen(String name, int secondsAgo) {
        return ReplicaSeen.newBuilder()
                .setName(name)
                .setAt(Timestamp.newBuilder().setSeconds(NOW.getEpochSecond() - secondsAgo))
                .build();
    }
}
