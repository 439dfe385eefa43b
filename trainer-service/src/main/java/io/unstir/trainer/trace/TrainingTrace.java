package io.unstir.trainer.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import jakarta.inject.Singleton;
import org.apache.kafka.common.header.Headers;

/** The span of a training: one for each time that a trainer takes it, however many steps it has. */
@Singleton
public class TrainingTrace {
    private final Tracer tracer = Collector.open(System.getenv()).getTracer("io.unstir.trainer");

    /** @param headers of the record that asks for it */
    public Span taken(Headers headers, String topic, String trainingId) {
        return tracer.spanBuilder("process " + topic)
                .setParent(RecordTrace.of(headers))
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.destination.name", topic)
                .setAttribute("unstir.training.id", trainingId)
                .startSpan();
    }
}
