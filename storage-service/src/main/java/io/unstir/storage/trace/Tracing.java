package io.unstir.storage.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;

/** Goes on with the traces of others: storage begins none, so a health check or a replay of an old topic leaves no spans of its own. */
@Singleton
public class Tracing {
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<Map<String, String>> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> headers) {
            return headers.keySet();
        }

        @Override
        public String get(Map<String, String> headers, String name) {
            return headers.get(name);
        }
    };

    private final Tracer tracer;

    Tracing() {
        this(Collector.open(System.getenv()));
    }

    Tracing(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("io.unstir.storage");
    }

    /** The trace that a record or request belongs to; not valid where it tells of none. */
    public static SpanContext of(Map<String, String> headers) {
        return Span.fromContext(W3C.extract(Context.root(), headers, HEADERS)).getSpanContext();
    }

    /** A record that became a row: the span is that of its batch. */
    public void written(Map<String, String> headers, String topic, String key, Instant from, Instant to) {
        var parent = of(headers);
        if (parent.isSampled()) {
            tracer.spanBuilder("store " + topic)
                    .setParent(Context.root().with(Span.wrap(parent)))
                    .setSpanKind(SpanKind.CONSUMER)
                    .setStartTimestamp(from)
                    .setAttribute("messaging.system", "kafka")
                    .setAttribute("messaging.destination.name", topic)
                    .setAttribute("unstir.record.key", key)
                    .startSpan()
                    .end(to);
        }
    }

    /** @return the request's span, which its end must be told */
    Span serving(SpanContext parent, String method, String route) {
        return tracer.spanBuilder(method + " " + route)
                .setParent(Context.root().with(Span.wrap(parent)))
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", method)
                .setAttribute("http.route", route)
                .startSpan();
    }
}
