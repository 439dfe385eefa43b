package io.unstir.gateway.parked;

import io.unstir.gateway.jobs.Job;
import io.unstir.gateway.jobs.Reruns;
import io.unstir.gateway.list.Query;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** Lists, retries and drops what is parked. */
@Singleton
class ParkedJobs {
    private static final Logger LOG = Logger.getLogger(ParkedJobs.class);

    private final ParkedTopic topic;
    private final Reruns reruns;

    ParkedJobs(ParkedTopic topic, Reruns reruns) {
        this.topic = topic;
        this.reruns = reruns;
    }

    ParkedJob.Page page(Query query) {
        int limit = query.limit();
        long before = query.offsetCursor().orElse(Long.MAX_VALUE);
        query.end();
        var older = byOffset().headMap(before, false).descendingMap();
        var page = older.entrySet().stream().limit(limit).toList();
        return new ParkedJob.Page(
                page.stream().map(Map.Entry::getValue).toList(),
                older.size() > limit ? page.getLast().getKey().toString() : null);
    }

    /** Submitted first and taken off the list then: a gateway that dies in between leaves what can be retried again, to the same new job. */
    ParkedRetry retry(String id) {
        var record = find(id);
        var submission = record.retryable().orElseThrow(() -> unreadable(id));
        var job = reruns.resubmit(submission);
        topic.remove(record.key());
        LOG.infof("parked job retried jobId=%s retryJobId=%s", id, job);
        return new ParkedRetry(id, job, submission.getTenant(), new ParkedRetry.Urls(Job.path(job)));
    }

    void drop(String id) {
        topic.remove(find(id).key());
        LOG.infof("parked job dropped jobId=%s", id);
    }

    /** Without the submissions, which together may be large. */
    private TreeMap<Long, ParkedJob> byOffset() {
        var offsets = new HashMap<String, Long>();
        var jobs = new TreeMap<Long, ParkedJob>();
        topic.read(record -> {
            var before = offsets.remove(record.key());
            if (before != null) {
                jobs.remove(before);
            }
            ParkedRecord.of(record).ifPresent(parked -> {
                offsets.put(parked.key(), parked.offset());
                jobs.put(parked.offset(), ParkedJob.of(parked));
            });
        });
        return jobs;
    }

    private ParkedRecord find(String id) {
        Map<String, ParkedRecord> found = new HashMap<>();
        topic.read(record -> {
            found.remove(record.key());
            ParkedRecord.of(record)
                    .filter(parked -> parked.id().equals(id))
                    .ifPresent(parked -> found.put(parked.key(), parked));
        });
        return found.values().stream()
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.NOT_FOUND,
                        new FieldError("id", id, "the id of a parked job", "No job is parked under this id")));
    }

    private static ProblemException unreadable(String id) {
        return new ProblemException(
                ProblemCode.CONFLICT,
                new FieldError(
                        "id",
                        id,
                        "a record that can be read as a job",
                        "What was parked is no job that could be submitted again; it can only be dropped"));
    }
}
