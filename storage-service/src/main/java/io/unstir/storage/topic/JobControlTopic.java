package io.unstir.storage.topic;

import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobControl;
import io.unstir.proto.v1.JobControl.CommandCase;
import java.sql.SQLException;
import java.util.Optional;

/** {@code unstir.job-control}: what users want of running jobs, into their histories. Whether it came to that, job events tell. */
final class JobControlTopic implements TopicWriter {
    @Override
    public Topic topic() {
        return Topic.JOB_CONTROL;
    }

    @Override
    public void write(Changes changes, TopicRecord record) throws SQLException, UnreadableRecord {
        var control = Decode.message(JobControl.parser(), record);
        var id = Decode.jobId(control.getJobId());
        var at = Decode.time(control.hasOccurredAt(), control.getOccurredAt(), record);
        new JobCourse(changes, id).known();
        new JobHistory(changes)
                .append(
                        id,
                        Decode.type(control, record),
                        control.getCommandCase() != CommandCase.COMMAND_NOT_SET,
                        at,
                        Optional.empty(),
                        Optional.empty(),
                        Decode.detail(() -> EventDetail.of(control)),
                        record);
    }
}
