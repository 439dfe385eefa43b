package io.unstir.gateway.jobs;

import com.google.protobuf.Timestamp;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.publish.EventPublisher;
import io.unstir.gateway.publish.SubmissionId;
import io.unstir.gateway.trace.LogsOf;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobCancelRequested;
import io.unstir.proto.v1.JobControl;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Asks the samplers to let go of a job. The job is canceled when the one that has it says so. */
@Singleton
public class JobCancellation {
    private static final Logger LOG = Logger.getLogger(JobCancellation.class);

    private final JobReader jobs;
    private final EventPublisher publisher;

    JobCancellation(JobReader jobs, EventPublisher publisher) {
        this.jobs = jobs;
        this.publisher = publisher;
    }

    /** The job as it stood; one that has ended is left as it is. Empty where nobody knows it. */
    public Optional<Job> request(String tenant, SubmissionId id) {
        var job = find(tenant, id).map(KnownJob::job);
        if (job.isPresent() && !job.get().hasEnded()) {
            publish(tenant, id);
        }
        return job;
    }

    /** A job accepted here a moment ago can be canceled while storage is away. */
    private Optional<KnownJob> find(String tenant, SubmissionId id) {
        try {
            return jobs.find(tenant, id);
        } catch (ProblemException e) {
            return Optional.of(jobs.findRecent(tenant, id).orElseThrow(() -> e));
        }
    }

    private void publish(String tenant, SubmissionId id) {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var control = JobControl.newBuilder()
                .setJobId(id.toString())
                .setTenant(tenant)
                .setOccurredAt(
                        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
                .setCancelRequested(JobCancelRequested.newBuilder().setReason("asked for by the client"))
                .build();
        // The same id each time: asked once or twice, it is one wish.
        publisher.publish(Topic.JOB_CONTROL, id.toString(), control, id + "/cancel-requested", now);
        try (var _ = LogsOf.job(id.toString())) {
            LOG.infof("cancellation requested jobId=%s", id);
        }
    }
}
