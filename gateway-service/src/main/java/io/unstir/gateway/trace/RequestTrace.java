package io.unstir.gateway.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.RequestScoped;

/** The span of the request at hand; whatever thread works on it, unlike OpenTelemetry's own idea of what is current. */
@RequestScoped
class RequestTrace {
    private Context context = Context.root();

    Context context() {
        return context;
    }

    Span span() {
        return Span.fromContext(context);
    }

    void begin(Context begun) {
        this.context = begun;
    }
}
