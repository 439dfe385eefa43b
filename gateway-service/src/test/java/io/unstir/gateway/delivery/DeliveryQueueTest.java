package io.unstir.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.unstir.proto.v1.WebhookDelivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DeliveryQueueTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final TopicPartition FIRST = new TopicPartition("deliveries", 0);

    private final DeliveryQueue queue = new DeliveryQueue(new Limits(2, 3, 5, 4));

    @Test
    void nothingStartsBeforeItsTime() {
        // Given
        queue.add(held(0, "https://a.example", "acme", NOW.plusSeconds(5)));

        // Then
        assertThat(queue.take(NOW.plusSeconds(4)).start()).isEmpty();
        assertThat(queue.take(NOW.plusSeconds(5)).start()).hasSize(1);
    }

    @Test
    void aSlowReceiverHoldsUpNoOther() {
        // Given
        IntStream.range(0, 20).forEach(i -> queue.add(held(i, "https://slow.example/" + i, "acme", NOW)));
        queue.add(held(20, "https://quick.example", "ajax", NOW.plusMillis(1)));

        // When
        var step = queue.take(NOW.plusMillis(1));

        // Then
        assertThat(step.start()).extracting(Held::offset).contains(20L).hasSize(3);
        assertThat(step.aside()).hasSize(20 - 2 - 4);
    }

    @Test
    void whatWaitsStartsInOrderAsRoomIsMade() {
        // Given
        IntStream.range(0, 5).forEach(i -> queue.add(held(i, "https://slow.example", "acme", NOW.plusMillis(i))));
        var started = queue.take(NOW.plusSeconds(1)).start();

        // When
        var order = new ArrayList<>(started);
        for (int i = 0; i < order.size(); i++) {
            order.addAll(queue.ended(order.get(i)));
        }

        // Then
        assertThat(started).hasSize(2);
        assertThat(order).extracting(Held::offset).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void aTenantWithManyReceiversLeavesRoomForAnother() {
        // Given
        IntStream.range(0, 10).forEach(i -> queue.add(held(i, "https://h%d.example".formatted(i), "greedy", NOW)));
        queue.add(held(10, "https://other.example", "modest", NOW));

        // When
        var step = queue.take(NOW);

        // Then
        assertThat(step.start())
                .extracting(held -> held.delivery().getTenant())
                .containsOnlyOnce("modest")
                .hasSize(4);
    }

    @Test
    void whatSomebodyElseHasNowIsForgottenButEndsWhereItIsUnderWay() {
        // Given
        IntStream.range(0, 4).forEach(i -> queue.add(held(i, "https://slow.example", "acme", NOW)));
        queue.add(held(4, "https://a.example", "acme", NOW.plusSeconds(9)));
        var underWay = queue.take(NOW).start();

        // When
        queue.forget(Set.of(FIRST));

        // Then
        assertThat(underWay).hasSize(2);
        assertThat(underWay).allSatisfy(held -> assertThat(queue.ended(held)).isEmpty());
        assertThat(queue.take(NOW.plusSeconds(10))).isEqualTo(new DeliveryQueue.Step(List.of(), List.of()));
    }

    private static Held held(long offset, String url, String tenant, Instant due) {
        var delivery = WebhookDelivery.newBuilder()
                .setUrl(url)
                .setTenant(tenant)
                .setDueAt(
                        Timestamp.newBuilder().setSeconds(due.getEpochSecond()).setNanos(due.getNano()));
        return Held.of(FIRST, offset, delivery.build());
    }
}
