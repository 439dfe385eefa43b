package io.unstir.gateway.trainings;

import com.google.protobuf.Timestamp;
import io.unstir.gateway.publish.EventPublisher;
import io.unstir.gateway.trace.LogsOf;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.TrainingCancelRequested;
import io.unstir.proto.v1.TrainingControl;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Asks the trainers to let go of a training. It is canceled when the one that has it, or would take it, says so. */
@Singleton
class TrainingCancellation {
    private static final Logger LOG = Logger.getLogger(TrainingCancellation.class);

    private final Trainings trainings;
    private final EventPublisher publisher;

    TrainingCancellation(Trainings trainings, EventPublisher publisher) {
        this.trainings = trainings;
        this.publisher = publisher;
    }

    /** The training as it stood; one that has ended is left as it is. Empty where nobody knows it. */
    Optional<Training> request(String tenant, String id) {
        var training = trainings.find(tenant, id);
        training.filter(found -> !found.hasEnded()).ifPresent(_ -> publish(tenant, id));
        return training;
    }

    private void publish(String tenant, String id) {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var control = TrainingControl.newBuilder()
                .setTrainingId(id)
                .setTenant(tenant)
                .setOccurredAt(
                        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
                .setCancelRequested(TrainingCancelRequested.newBuilder().setReason("asked for by the client"))
                .build();
        // The same id each time: asked once or twice, it is one wish.
        publisher.publish(Topic.TRAINING_CONTROL, id, control, id + "/cancel-requested", now);
        try (var _ = LogsOf.training(id)) {
            LOG.infof("cancellation requested trainingId=%s", id);
        }
    }
}
