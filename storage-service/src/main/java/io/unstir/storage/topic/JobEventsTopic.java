package io.unstir.storage.topic;

import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.JobEvent.EventCase;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** {@code unstir.job-events}: the course of a job, into its row, its images and its history. */
final class JobEventsTopic implements TopicWriter {
    @Override
    public Topic topic() {
        return Topic.JOB_EVENTS;
    }

    @Override
    public void write(Changes changes, TopicRecord record) throws SQLException, UnreadableRecord {
        var event = Decode.message(JobEvent.parser(), record);
        var id = Decode.jobId(event.getJobId());
        var at = Decode.time(event.hasOccurredAt(), event.getOccurredAt(), record);
        apply(event, new JobCourse(changes, id), at);
        new JobHistory(changes)
                .append(
                        id,
                        Decode.type(event, record),
                        event.getEventCase() != EventCase.EVENT_NOT_SET,
                        at,
                        Decode.text(event.getWorker()),
                        Optional.of(event.getAttempt()),
                        Decode.detail(() -> EventDetail.of(event)),
                        record);
    }

    private static void apply(JobEvent event, JobCourse course, Instant at) throws SQLException {
        switch (event.getEventCase()) {
            case STARTED -> course.started(event, event.getStarted(), at);
            case PROGRESSED -> course.progressed(event, event.getProgressed());
            case IMAGE_PRODUCED -> course.produced(event, event.getImageProduced(), at);
            case SUCCEEDED -> course.succeeded(event.getSucceeded(), at);
            case FAILED -> course.failed(event.getFailed().getError(), at);
            case CANCELLED -> course.canceled(event.getCancelled(), at);
            // An event type newer than this code: it goes into the history, which needs the job's row.
            case EVENT_NOT_SET -> course.known();
        }
    }
}
