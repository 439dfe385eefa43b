package io.unstir.storage.topic;

import io.unstir.proto.CloudEvent;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.CheckpointEvaluated;
import io.unstir.proto.v1.TrainingEvent;
import io.unstir.proto.v1.TrainingEvent.EventCase;
import java.sql.SQLException;
import java.time.Instant;

/**
 * {@code unstir.training-events}: the course of a training run, into its row and its history, and what evaluations of checkpoints
 * found.
 */
final class TrainingEventsTopic implements TopicWriter {
    private static final String EVALUATED = CloudEvent.typeOf(CheckpointEvaluated.getDefaultInstance());

    @Override
    public Topic topic() {
        return Topic.TRAINING_EVENTS;
    }

    @Override
    public void write(Changes changes, TopicRecord record) throws SQLException, UnreadableRecord {
        if (record.header("ce_type").filter(EVALUATED::equals).isPresent()) {
            new CheckpointEvaluations(changes).keep(record);
            return;
        }
        var event = Decode.message(TrainingEvent.parser(), record);
        var id = Decode.required("training_id", event.getTrainingId());
        var at = Decode.time(event.hasOccurredAt(), event.getOccurredAt(), record);
        apply(event, new TrainingCourse(changes, id), at);
        new TrainingHistory(changes)
                .append(
                        id,
                        Decode.type(event, record),
                        event.getEventCase() != EventCase.EVENT_NOT_SET,
                        at,
                        Decode.text(event.getWorker()),
                        Decode.detail(() -> EventDetail.of(event)),
                        record);
    }

    private static void apply(TrainingEvent event, TrainingCourse course, Instant at) throws SQLException {
        switch (event.getEventCase()) {
            case STARTED -> course.started(event.getStarted(), event.getWorker(), at);
            case PROGRESSED -> course.progressed(event.getProgressed(), at);
            case FINISHED -> course.finished(event.getFinished(), at);
            case FAILED -> course.failed(event.getFailed(), at);
            case CANCELLED -> course.cancelled(event.getCancelled(), at);
            // Its pictures are blobs; which they are stands in the history.
            case SAMPLED -> course.sampled(event.getTenant(), event.getSampled());
            // An event type newer than this code: it goes into the history, which needs the run's row.
            case EVENT_NOT_SET -> course.known();
        }
    }
}
