package io.unstir.sampler.replica;

import com.google.protobuf.Timestamp;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.ReplicaSeen;
import io.unstir.proto.v1.SamplerState;
import io.unstir.sampler.delivery.Publisher;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;

/** Tells every few seconds that this sampler is alive and what it has in hand. */
public final class Pulse implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final String worker;
    private final Publisher publisher;
    private final Supplier<SamplerState> state;
    private final Instant startedAt = Instant.now();
    private final Thread thread;

    /** Starts telling. */
    public Pulse(String worker, Publisher publisher, Supplier<SamplerState> state) {
        this.worker = worker;
        this.publisher = publisher;
        this.state = state;
        this.thread = Thread.ofVirtual().name("pulse").start(this::beat);
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    private void beat() {
        try {
            while (!Thread.interrupted()) {
                publisher.offer(Topic.REPLICAS, worker, UUID.randomUUID().toString(), seen(Instant.now()));
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException e) {
            // Only close() interrupts.
        }
    }

    private ReplicaSeen seen(Instant now) {
        return ReplicaSeen.newBuilder()
                .setName(worker)
                .setAt(timestamp(now))
                .setStartedAt(timestamp(startedAt))
                .setSampler(state.get())
                .build();
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
