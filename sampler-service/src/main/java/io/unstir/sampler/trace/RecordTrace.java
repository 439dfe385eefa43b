package io.unstir.sampler.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The trace that a record belongs to, in its header {@code traceparent}. */
public final class RecordTrace {
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private static final TextMapGetter<Headers> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Headers headers) {
            return Arrays.stream(headers.toArray()).map(Header::key).toList();
        }

        @Override
        public String get(Headers headers, String name) {
            var header = headers.lastHeader(name);
            return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
        }
    };

    private RecordTrace() {}

    /** What to go on from; nothing where the record tells of no trace. */
    public static Context of(Headers headers) {
        return W3C.extract(Context.root(), headers, GETTER);
    }

    /** The record belongs to what this thread works on. */
    public static void mark(Headers headers) {
        W3C.inject(Context.current(), headers, (carrier, name, value) -> carrier.add(name, value.getBytes(UTF_8)));
    }
}
