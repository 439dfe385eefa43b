package io.unstir.gateway.trainings;

import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.sse.EventStream;
import java.time.Duration;
import java.util.Optional;

/**
 * Brings a client what storage comes to know of a training. A training tells of itself about once a second, so asking storage
 * twice a second is soon enough and needs no reader of the topic.
 */
final class TrainingWatch {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Trainings trainings;
    private final TrainingEventFormat format;
    private final String tenant;
    private final String id;
    private final EventStream stream;
    private long last;

    /** @param after offset of the last event the client had, or below 0 */
    TrainingWatch(
            Trainings trainings, TrainingEventFormat format, String tenant, String id, long after, EventStream stream) {
        this.trainings = trainings;
        this.format = format;
        this.tenant = tenant;
        this.id = id;
        this.last = after;
        this.stream = stream;
    }

    /** Tells how it stands and what the client missed; the rest comes by itself. Nothing where nothing is left to tell. */
    void begin(TrainingHistory history) {
        boolean returning = last >= 0;
        if (returning && history.training().hasEnded() && history.events().isEmpty()) {
            stream.end();
            return;
        }
        stream.send(format.standing(history.training()));
        if (tell(history)) {
            return;
        }
        if (history.training().hasEnded()) {
            stream.send(format.done(Optional.empty(), history.training()));
            stream.end();
            return;
        }
        var follower = Thread.ofVirtual().name("training-watch").start(this::follow);
        stream.onClose(follower::interrupt);
    }

    private void follow() {
        try {
            do {
                Thread.sleep(PAUSE);
            } while (!look());
        } catch (InterruptedException e) {
            // The client has left.
        }
    }

    /** Whether that was the end. */
    private boolean look() {
        try {
            return trainings.history(tenant, id, last).map(this::tell).orElse(false);
        } catch (ProblemException e) {
            // Storage is away; the next look may find it.
            return false;
        }
    }

    private boolean tell(TrainingHistory history) {
        for (var told : history.events()) {
            last = told.offset();
            format.told(told, history.training()).ifPresent(stream::send);
            if (told.isEnd()) {
                stream.end();
                return true;
            }
        }
        return false;
    }
}
