package io.unstir.sampler.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.unstir.proto.Moment;
import io.unstir.proto.v1.JobError;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.sampler.delivery.JobEvents;
import io.unstir.sampler.delivery.Parking;
import io.unstir.sampler.delivery.Publisher;
import io.unstir.sampler.job.Job;
import io.unstir.sampler.job.JobCancelledException;
import io.unstir.sampler.job.JobErrorCode;
import io.unstir.sampler.job.JobException;
import io.unstir.sampler.job.JobRunner;
import io.unstir.sampler.trace.JobTrace;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Decides what a record of the jobs topic is, has it done, and tells what became of it.
 *
 * @param worker this replica's name
 * @param deliveryLimit the delivery at which a job is put aside instead of tried again
 * @param suspects finds out sooner what kills samplers
 * @param meters count it
 * @param trace makes its spans
 */
record JobDesk(
        JobRunner runner,
        Publisher publisher,
        Parking parking,
        String worker,
        int deliveryLimit,
        Suspects suspects,
        JobMeters meters,
        JobTrace trace) {
    private static final Logger LOG = Logger.getLogger(JobDesk.class);
    /** Times the attempt, before a job is given back: what broke it may pass. */
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(1);

    /** Returns when the broker and storage have all there is to have. Interrupting it gives the record back. */
    Outcome handle(ConsumerRecord<byte[], byte[]> record) {
        int attempt = record.deliveryCount().orElse((short) 1);
        var id = idOf(record);
        var span = trace.taken(record, id, attempt);
        id.ifPresent(job -> MDC.put("jobId", job));
        if (span.getSpanContext().isValid()) {
            MDC.put("traceId", span.getSpanContext().getTraceId());
        }
        try (var _ = span.makeCurrent()) {
            return take(record, attempt);
        } catch (InterruptedException e) {
            meters.returned();
            return Outcome.GIVEN_BACK;
        } finally {
            span.end();
            MDC.clear();
        }
    }

    private Outcome take(ConsumerRecord<byte[], byte[]> record, int attempt) throws InterruptedException {
        Job job;
        try {
            job = Job.parse(record.value() == null ? new byte[0] : record.value(), attempt);
        } catch (JobException e) {
            putAside(record, attempt, idOf(record), JobSubmitted.getDefaultInstance(), e.toError());
            return Outcome.DONE;
        }
        if (attempt >= deliveryLimit || suspects.isGuilty(job.id())) {
            putAside(record, attempt, Optional.of(job.id()), job.submitted(), deliveryLimitReached(attempt));
            suspects.acquit(job.id());
            return Outcome.DONE;
        }
        if (attempt == 1 && job.submitted().hasSubmittedAt()) {
            trace.waited(record, Moment.of(job.submitted().getSubmittedAt()));
        }
        return suspects.tried(job, () -> run(job));
    }

    private Outcome run(Job job) throws InterruptedException {
        var events = events(job.id(), job.submitted(), job.attempt());
        LOG.infof("A job starts: jobId=%s checkpoint=%s attempt=%d", job.id(), job.checkpoint(), job.attempt());
        long start = System.nanoTime();
        meters.taken(job);
        try {
            runner.run(job, events);
            meters.succeeded(Duration.ofNanos(System.nanoTime() - start));
            LOG.infof("A job succeeded: jobId=%s", job.id());
            return Outcome.DONE;
        } catch (JobCancelledException e) {
            LOG.infof("A job was cancelled: jobId=%s", job.id());
            events.cancelled(e.getMessage());
            meters.cancelled();
            return Outcome.DONE;
        } catch (JobException e) {
            LOG.infof(
                    "A job failed: jobId=%s code=%s message=%s",
                    job.id(), e.code().code(), e.getMessage());
            Span.current().setStatus(StatusCode.ERROR, e.code().code());
            events.failed(e.toError());
            meters.failed(e.code().code());
            return Outcome.DONE;
        } catch (RuntimeException e) {
            LOG.errorf(e, "A job broke and is given back: jobId=%s attempt=%d", job.id(), job.attempt());
            Thread.sleep(PAUSE_AFTER_FAULT.multipliedBy(job.attempt()));
            meters.returned();
            return Outcome.GIVEN_BACK;
        }
    }

    private void putAside(
            ConsumerRecord<byte[], byte[]> record,
            int attempt,
            Optional<String> jobId,
            JobSubmitted job,
            JobError error)
            throws InterruptedException {
        LOG.warnf(
                "A job is parked: jobId=%s code=%s partition=%d offset=%d attempt=%d",
                jobId.orElse("unknown"), error.getCode(), record.partition(), record.offset(), attempt);
        parking.park(record, jobId, attempt, error);
        meters.parkedFor(error.getCode());
        if (jobId.isPresent()) {
            events(jobId.get(), job, attempt).failed(error);
            meters.failed(error.getCode());
        }
    }

    private JobEvents events(String jobId, JobSubmitted job, int attempt) {
        return new JobEvents(publisher, jobId, job, worker, attempt);
    }

    /** A record's key is the job's id, also where its value can't be read. */
    private static Optional<String> idOf(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(record.key())
                .map(key -> new String(key, UTF_8))
                .filter(Job::isId);
    }

    private static JobError deliveryLimitReached(int attempt) {
        return new JobException(
                        JobErrorCode.DELIVERY_LIMIT, "the job was taken %d times and never ended".formatted(attempt))
                .toError();
    }
}
