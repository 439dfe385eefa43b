package io.unstir.gateway.sse;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.resteasy.reactive.server.jaxrs.SseImpl;
import org.junit.jupiter.api.Test;

/** Events on their way to a client that takes them as it likes. */
class EventStreamTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger closes = new AtomicInteger();
    private final EventStream stream = new EventStream(new SseImpl(), new Backlog(1 << 20), cuts::incrementAndGet);
    private final Client client = new Client();

    @Test
    void aClientThatReadsGetsEverythingInOrder() {
        // Given
        stream.subscribe(client);
        client.take(Long.MAX_VALUE);

        // When
        for (int i = 0; i < 3; i++) {
            stream.send(event("progress", i).inSlot("progress"));
        }
        stream.end();

        // Then
        assertThat(client.names).containsExactly("progress 0", "progress 1", "progress 2");
        assertThat(client.completed).isTrue();
    }

    @Test
    void aSlowClientGetsTheNewestOfEachSlotAndAllElse() {
        // Given
        stream.subscribe(client);

        // When
        for (int i = 0; i < 1_000; i++) {
            stream.send(event("progress", i).inSlot("progress"));
            stream.send(event("preview", i).inSlot("preview" + i % 2));
            if (i % 400 == 0) {
                stream.send(event("image", i));
            }
        }
        stream.end();
        client.take(100);

        // Then
        assertThat(client.names)
                .containsExactly("image 0", "image 400", "image 800", "preview 998", "progress 999", "preview 999");
        assertThat(client.completed).isTrue();
    }

    @Test
    void whatAClientFindsAsItComesIsSentWhole() {
        // Given
        stream.send(event("progress", 1).inSlot("progress"));
        stream.send(event("progress", 2).inSlot("progress"));

        // When
        stream.subscribe(client);
        client.take(10);

        // Then
        assertThat(client.names).containsExactly("progress 1", "progress 2");
    }

    @Test
    void aClientThatTakesNothingIsLetGo() {
        // Given
        stream.onClose(closes::incrementAndGet);
        stream.subscribe(client);
        stream.send(event("image", 1));

        // When
        boolean goesOn = stream.beat(LONG, Duration.ZERO);

        // Then
        assertThat(goesOn).isFalse();
        assertThat(cuts).hasValue(1);
        assertThat(closes).hasValue(1);
        assertThat(stream.beat(LONG, LONG)).isFalse();
    }

    @Test
    void aClientThatHasNotGotItsStreamYetIsNotBlamed() {
        // Given
        stream.send(event("image", 1));

        // When
        boolean goesOn = stream.beat(LONG, Duration.ZERO);

        // Then
        assertThat(goesOn).isTrue();
        assertThat(cuts).hasValue(0);
    }

    @Test
    void aQuietStreamIsKeptAliveByComments() {
        // Given
        stream.subscribe(client);
        client.take(2);

        // When
        boolean goesOn = stream.beat(Duration.ZERO, LONG);

        // Then
        assertThat(goesOn).isTrue();
        assertThat(client.names).containsExactly("comment");
    }

    @Test
    void aClientThatLeavesLeavesNothingBehind() {
        // Given
        stream.onClose(closes::incrementAndGet);
        stream.subscribe(client);
        stream.send(event("image", 1));

        // When
        client.subscription.cancel();

        // Then
        assertThat(closes).hasValue(1);
        assertThat(cuts).hasValue(0);
        client.take(10);
        assertThat(client.names).isEmpty();
    }

    @Test
    void aFloodWithoutSlotsIsNotHeldInMemory() {
        // Given
        stream.subscribe(client);

        // When
        for (int i = 0; i < 10_000; i++) {
            stream.send(event("image", i));
        }

        // Then
        assertThat(cuts).hasValue(1);
    }

    @Test
    void streamsTogetherKeepNoMorePreviewsThanThereIsRoomFor() {
        // Given
        var room = new Backlog(10);
        var first = new EventStream(new SseImpl(), room, cuts::incrementAndGet);
        var second = new EventStream(new SseImpl(), room, cuts::incrementAndGet);
        var other = new Client();
        first.subscribe(client);
        second.subscribe(other);

        // When
        first.send(event("preview", 1_000_000).inSlot("preview"));
        second.send(event("preview", 1_000_000).inSlot("preview"));
        second.send(event("image", 1));
        client.take(1);
        second.send(event("preview", 2_000_000).inSlot("preview"));
        other.take(10);

        // Then
        assertThat(client.names).containsExactly("preview 1000000");
        assertThat(other.names).containsExactly("image 1", "preview 2000000");
    }

    @Test
    void aClientThatTakesAtOnceNeedsNoRoom() {
        // Given
        var full = new EventStream(new SseImpl(), new Backlog(0), cuts::incrementAndGet);
        full.subscribe(client);
        client.take(1);

        // When
        full.send(event("preview", 1).inSlot("preview"));
        full.send(event("preview", 2).inSlot("preview"));

        // Then
        assertThat(client.names).containsExactly("preview 1");
    }

    @Test
    void aStreamThatEndsGivesItsRoomBack() {
        // Given
        var room = new Backlog(10);
        var gone = new EventStream(new SseImpl(), room, cuts::incrementAndGet);
        gone.subscribe(new Client());
        gone.send(event("preview", 1_000_000).inSlot("preview"));

        // When
        gone.drop();

        // Then
        assertThat(room.keepIfThereIsRoom(event("preview", 1_000_000))).isTrue();
    }

    private static ServerEvent event(String name, int number) {
        return ServerEvent.of(name, Optional.empty(), Integer.toString(number));
    }

    private static final class Client implements Flow.Subscriber<OutboundSseEvent> {
        private final List<String> names = new ArrayList<>();
        private Flow.Subscription subscription;
        private boolean completed;

        void take(long more) {
            subscription.request(more);
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(OutboundSseEvent event) {
            names.add(event.getName() == null ? "comment" : event.getName() + " " + event.getData());
        }

        @Override
        public void onError(Throwable failure) {
            throw new IllegalStateException(failure);
        }

        @Override
        public void onComplete() {
            completed = true;
        }
    }
}
