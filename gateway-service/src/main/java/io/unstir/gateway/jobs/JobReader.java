package io.unstir.gateway.jobs;

import com.google.protobuf.InvalidProtocolBufferException;
import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.live.Place;
import io.unstir.gateway.live.RecentJobs;
import io.unstir.gateway.live.Submissions;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.publish.SubmissionId;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobSubmitted;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Finds jobs: as storage knows them, or as they were accepted, here or elsewhere, while storage has not read them yet. */
@Singleton
class JobReader {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final StoredJobs stored;
    private final RecentJobs recent;
    private final Submissions submissions;
    private final Duration patience;

    JobReader(StoredJobs stored, RecentJobs recent, Submissions submissions, GatewayConfig config) {
        this.stored = stored;
        this.recent = recent;
        this.submissions = submissions;
        this.patience = config.storage().timeout();
    }

    /** Empty only where no gateway has acknowledged such a job; where that cannot be told, the request ends with 503. */
    Optional<KnownJob> find(String tenant, SubmissionId id) {
        return stored.find(tenant, id).or(() -> findRecent(tenant, id)).or(() -> {
            submissions.catchUp();
            return findNow(tenant, id);
        });
    }

    Optional<KnownJob> findRecent(String tenant, SubmissionId id) {
        return known(tenant, recent.look(id.toString()));
    }

    /** Only for jobs the broker has acknowledged. */
    void remember(JobSubmitted job, Place place) {
        var topic = Topic.ofJobs(job.getRequest().getPriority());
        recent.add(
                job.getJobId(),
                job.toByteArray(),
                new TopicPartition(topic.topicName(), place.partition()),
                place.offset());
    }

    /** For who has caught up. What memory has let go of, storage has read, or will in a moment. */
    Optional<KnownJob> findNow(String tenant, SubmissionId id) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var look = recent.look(id.toString());
            if (look.submission().isPresent()) {
                return known(tenant, look);
            }
            var snapshot = stored.snapshot(tenant, id, Optional.empty());
            if (snapshot.job().isPresent()) {
                return stored.find(tenant, id);
            }
            if (look.isAll(snapshot.submissionsReadTo())) {
                return Optional.empty();
            }
            if (System.nanoTime() > deadline) {
                throw new ProblemException(
                        ProblemCode.STORAGE_UNAVAILABLE,
                        "The storage service is behind the jobs; send the request again");
            }
            pause();
        }
    }

    private static Optional<KnownJob> known(String tenant, RecentJobs.Lookup look) {
        return look.submission().map(JobReader::parsed).map(KnownJob::of).filter(job -> job.tenant()
                .equals(tenant));
    }

    private static JobSubmitted parsed(byte[] submission) {
        try {
            return JobSubmitted.parseFrom(submission);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a submission that can be no job was kept", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
