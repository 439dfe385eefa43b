package io.unstir.sampler.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The spans of a job in this sampler, all made by the job's own thread and none for each step. They hold no words of a request and no
 * message of a failure, which may quote one.
 */
public record JobTrace(Tracer tracer) {
    /** Something that takes a while. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws InterruptedException;
    }

    public JobTrace(OpenTelemetry telemetry) {
        this(telemetry.getTracer("io.unstir.sampler"));
    }

    /** One delivery of a job, from its taking to its last event. */
    public Span taken(ConsumerRecord<byte[], byte[]> record, Optional<String> jobId, int attempt) {
        var span = tracer.spanBuilder("process " + record.topic())
                .setParent(RecordTrace.of(record.headers()))
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.destination.name", record.topic())
                .setAttribute("unstir.attempt", attempt);
        jobId.ifPresent(id -> span.setAttribute("unstir.job.id", id));
        return span.startSpan();
    }

    /** It lay until now. */
    public void waited(ConsumerRecord<byte[], byte[]> record, Instant submitted) {
        tracer.spanBuilder("wait for a sampler")
                .setParent(RecordTrace.of(record.headers()))
                .setStartTimestamp(submitted)
                .startSpan()
                .end();
    }

    /** A part of what the thread works on. */
    public <T> T part(String name, Work<T> work) throws InterruptedException {
        var span = tracer.spanBuilder(name).startSpan();
        try (var _ = span.makeCurrent()) {
            return work.run();
        } catch (InterruptedException | RuntimeException e) {
            span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
            throw e;
        } finally {
            span.end();
        }
    }
}
