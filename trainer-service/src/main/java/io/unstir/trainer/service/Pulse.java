package io.unstir.trainer.service;

import com.google.protobuf.Timestamp;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.unstir.proto.v1.ReplicaSeen;
import io.unstir.proto.v1.TrainerState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.reactive.messaging.Channel;

/** Tells every few seconds that this trainer is alive and whether it is at work. */
@ApplicationScoped
class Pulse {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Outbox outbox;
    private final TrainingRequests requests;
    private final Clock clock;
    private final String worker;
    private final Instant startedAt;
    private final Thread thread = Thread.ofVirtual().name("pulse").unstarted(this::beat);

    Pulse(
            @Channel("replicas") MutinyEmitter<byte[]> emitter,
            TrainingRequests requests,
            Clock clock,
            TrainerConfig config) {
        this.outbox = new Outbox(emitter);
        this.requests = requests;
        this.clock = clock;
        this.worker = config.worker();
        this.startedAt = clock.instant();
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    private void beat() {
        var last = CompletableFuture.<Void>completedFuture(null);
        try {
            while (!Thread.interrupted()) {
                // While the broker is away one is on its way, and those after it would tell nothing new.
                if (last.isDone()) {
                    Instant now = clock.instant();
                    last = outbox.send(worker, UUID.randomUUID().toString(), now, seen(now));
                }
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException e) {
            // Only stop() interrupts.
        }
    }

    private ReplicaSeen seen(Instant now) {
        return ReplicaSeen.newBuilder()
                .setName(worker)
                .setAt(timestamp(now))
                .setStartedAt(timestamp(startedAt))
                .setTrainer(TrainerState.newBuilder().setTraining(requests.atWork()))
                .build();
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
