package io.unstir.gateway.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.quarkus.arc.Arc;
import io.unstir.proto.Topic;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.header.Headers;

/**
 * Where a trace begins: each request has one, that of its {@code traceparent} or a new one, and what it publishes carries it on. It has an id
 * also where no span goes anywhere, so that the log lines of all services can be brought together by it.
 */
@Singleton
public class Tracing {
    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final RequestTrace request;

    @Inject
    Tracing(RequestTrace request) {
        this(request, Collector.open(System.getenv()));
    }

    Tracing(RequestTrace request, OpenTelemetry telemetry) {
        this.request = request;
        this.tracer = telemetry.getTracer("io.unstir.gateway");
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    /** @param name method and route */
    <C> Context begin(String name, C carrier, TextMapGetter<C> getter) {
        var parent = propagator.extract(Context.root(), carrier, getter);
        var span = tracer.spanBuilder(name)
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .startSpan();
        return span.getSpanContext().isValid() ? parent.with(span) : parent.with(Span.wrap(drawn()));
    }

    /** A span from now until the broker has the event, written into the headers so that whoever reads it goes on from there. */
    public Span publishing(Topic topic, Headers headers) {
        var parent = Arc.container().requestContext().isActive() ? request.context() : Context.root();
        var span = tracer.spanBuilder("send " + topic.topicName())
                .setParent(parent)
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.destination.name", topic.topicName())
                .startSpan();
        propagator.inject(
                parent.with(span), headers, (carrier, name, value) -> carrier.add(name, value.getBytes(UTF_8)));
        return span;
    }

    /** Says what job the request at hand is about. */
    public void job(String id) {
        if (Arc.container().requestContext().isActive()) {
            request.span().setAttribute("unstir.job.id", id);
        }
    }

    /** Not sampled: who comes after records no more of it than this gateway did. */
    private static SpanContext drawn() {
        var random = ThreadLocalRandom.current();
        return SpanContext.create(
                TraceId.fromLongs(random.nextLong(), random.nextLong() | 1),
                SpanId.fromLong(random.nextLong() | 1),
                TraceFlags.getDefault(),
                TraceState.getDefault());
    }
}
