package io.unstir.trainer.service;

import com.google.protobuf.Timestamp;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.unstir.proto.v1.TrainingCancelled;
import io.unstir.proto.v1.TrainingEvent;
import io.unstir.proto.v1.TrainingFinished;
import io.unstir.proto.v1.TrainingProgressed;
import io.unstir.proto.v1.TrainingRequested;
import io.unstir.proto.v1.TrainingSampled;
import io.unstir.proto.v1.TrainingStarted;
import io.unstir.trainer.bundle.Retry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.reactive.messaging.Channel;

/** Tells the topic of training events how trainings go. */
@ApplicationScoped
class TrainingEvents {
    private final Outbox outbox;
    private final Clock clock;
    private final String worker;

    TrainingEvents(@Channel("training-events") MutinyEmitter<byte[]> emitter, Clock clock, TrainerConfig config) {
        this.outbox = new Outbox(emitter);
        this.clock = clock;
        this.worker = config.worker();
    }

    /** The teller of one training's events; {@link Story#sampled} by any thread, the others by one. */
    Story of(TrainingRequested request) {
        return new Story(request);
    }

    final class Story {
        private final TrainingRequested request;
        private CompletableFuture<Void> lastProgress = CompletableFuture.completedFuture(null);

        private Story(TrainingRequested request) {
            this.request = request;
        }

        void started(TrainingStarted event) throws InterruptedException {
            tell("started/" + event.getFromStep(), envelope().setStarted(event));
        }

        /** Dropped while the one before is still on its way: news of progress are worth no waiting. */
        void progressed(TrainingProgressed event) {
            if (lastProgress.isDone()) {
                Instant now = clock.instant();
                lastProgress = outbox.send(
                        request.getTrainingId(),
                        id("progressed/" + event.getStep()),
                        now,
                        envelope()
                                .setOccurredAt(timestamp(now))
                                .setProgressed(event)
                                .build());
            }
        }

        /** Told once or not at all, as progress is. */
        void sampled(TrainingSampled event) {
            Instant now = clock.instant();
            outbox.send(
                    request.getTrainingId(),
                    id("sampled/" + event.getStep()),
                    now,
                    envelope().setOccurredAt(timestamp(now)).setSampled(event).build());
        }

        void finished(TrainingFinished event) throws InterruptedException {
            tell("finished", envelope().setFinished(event));
        }

        void failed(Failure failure) throws InterruptedException {
            tell("failed", envelope().setFailed(failure.event()));
        }

        void cancelled(TrainingCancelled event) throws InterruptedException {
            tell("cancelled", envelope().setCancelled(event));
        }

        private void tell(String occurrence, TrainingEvent.Builder event) throws InterruptedException {
            Instant now = clock.instant();
            var message = event.setOccurredAt(timestamp(now)).build();
            Retry.untilDone("tell of training " + request.getTrainingId() + " " + occurrence, () -> {
                outbox.sendAndAwait(request.getTrainingId(), id(occurrence), now, message);
                return message;
            });
        }

        private String id(String occurrence) {
            return request.getTrainingId() + "/" + occurrence;
        }

        private TrainingEvent.Builder envelope() {
            return TrainingEvent.newBuilder()
                    .setTrainingId(request.getTrainingId())
                    .setTenant(request.getTenant())
                    .setWorker(worker);
        }
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
