package io.unstir.storage.topic;

import io.unstir.proto.v1.ImageProduced;
import io.unstir.proto.v1.JobCancelled;
import io.unstir.proto.v1.JobError;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.JobProgressed;
import io.unstir.proto.v1.JobStarted;
import io.unstir.proto.v1.JobSucceeded;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The columns of a job's row that its events move: queued, then processing, then one terminal state for good. Progress is
 * ordered by (attempt, steps), so a report of an older attempt that comes late loses.
 */
record JobCourse(Changes changes, UUID job) {
    private static final String START = """
            INSERT INTO jobs (id, status, started_at, attempt, worker, device_class, software)
            VALUES (?, 'processing', ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET
                status = 'processing',
                started_at = LEAST(jobs.started_at, excluded.started_at),
                steps_done = CASE WHEN excluded.attempt > jobs.attempt THEN 0 ELSE jobs.steps_done END,
                worker = CASE WHEN excluded.attempt >= jobs.attempt THEN excluded.worker ELSE jobs.worker END,
                device_class =
                    CASE WHEN excluded.attempt >= jobs.attempt THEN excluded.device_class ELSE jobs.device_class END,
                software = CASE WHEN excluded.attempt >= jobs.attempt THEN excluded.software ELSE jobs.software END,
                attempt = GREATEST(jobs.attempt, excluded.attempt)
            WHERE NOT jobs.terminal""";

    private static final String PROGRESS = """
            INSERT INTO jobs (id, status, attempt, worker, steps_done, steps_total)
            VALUES (?, 'processing', ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET
                status = 'processing', attempt = excluded.attempt, worker = excluded.worker,
                steps_done = excluded.steps_done, steps_total = excluded.steps_total
            WHERE NOT jobs.terminal AND (excluded.attempt, excluded.steps_done) >= (jobs.attempt, jobs.steps_done)""";

    private static final String PROCESS = """
            INSERT INTO jobs (id, status) VALUES (?, 'processing')
            ON CONFLICT (id) DO UPDATE SET status = 'processing' WHERE jobs.status = 'queued'""";

    private static final String ADD_IMAGE = """
            INSERT INTO images (job_id, image_index, sha256, size_bytes, width, height, media_type, device_class, worker,
                                produced_at, software)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING""";

    private static final String END = """
            INSERT INTO jobs (id, status, completed_at, sampling_millis, error_code, error_message, cancel_reason)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET
                status = excluded.status, completed_at = excluded.completed_at,
                sampling_millis = excluded.sampling_millis, error_code = excluded.error_code,
                error_message = excluded.error_message, cancel_reason = excluded.cancel_reason
            WHERE NOT jobs.terminal""";

    private static final String KNOW = "INSERT INTO jobs (id) VALUES (?) ON CONFLICT DO NOTHING";

    /** What PROGRESS goes by. */
    private record Reported(int attempt, int stepsDone) implements Comparable<Reported> {
        @Override
        public int compareTo(Reported other) {
            return attempt == other.attempt
                    ? Integer.compare(stepsDone, other.stepsDone)
                    : Integer.compare(attempt, other.attempt);
        }
    }

    void started(JobEvent event, JobStarted started, Instant at) throws SQLException {
        changes.change(
                job,
                START,
                job,
                at,
                event.getAttempt(),
                event.getWorker(),
                started.getDeviceClass(),
                new SoftwareRows(changes).know(started.getSoftware()));
    }

    void progressed(JobEvent event, JobProgressed progress) throws SQLException {
        var reported = new Reported(event.getAttempt(), progress.getStepsDone());
        Object[] parameters = {
            job, event.getAttempt(), event.getWorker(), progress.getStepsDone(), progress.getStepsTotal()
        };
        if (progress.getStepsDone() >= 0 && progress.getStepsTotal() >= 0) {
            changes.report(job, reported, PROGRESS, parameters);
        } else {
            // What the table refuses has to be seen by it, or whether the event is parked would depend on its
            // neighbours.
            changes.change(job, PROGRESS, parameters);
        }
    }

    void produced(JobEvent event, ImageProduced image, Instant at) throws SQLException {
        changes.change(job, PROCESS, job);
        changes.append(
                ADD_IMAGE,
                job,
                image.getIndex(),
                image.getSha256(),
                image.getSizeBytes(),
                image.getWidth(),
                image.getHeight(),
                image.getMediaType(),
                image.getDeviceClass(),
                event.getWorker(),
                at,
                new SoftwareRows(changes).know(image.getSoftware()));
    }

    void succeeded(JobSucceeded succeeded, Instant at) throws SQLException {
        end("succeeded", at, Optional.of(succeeded.getSamplingMillis()), Optional.empty(), Optional.empty());
    }

    void failed(JobError error, Instant at) throws SQLException {
        end("failed", at, Optional.empty(), Optional.of(error), Optional.empty());
    }

    void canceled(JobCancelled canceled, Instant at) throws SQLException {
        end("canceled", at, Optional.empty(), Optional.empty(), Optional.of(canceled.getReason()));
    }

    void known() throws SQLException {
        changes.change(job, KNOW, job);
    }

    private void end(
            String status, Instant at, Optional<Long> millis, Optional<JobError> error, Optional<String> cancelReason)
            throws SQLException {
        var code = error.map(JobError::getCode);
        var message = error.map(JobError::getMessage);
        changes.change(job, END, job, status, at, millis, code, message, cancelReason);
    }
}
