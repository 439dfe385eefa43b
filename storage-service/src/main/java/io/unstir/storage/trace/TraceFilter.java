package io.unstir.storage.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Gives each request that belongs to a trace its span, and its log lines the trace's id. */
@Singleton
class TraceFilter {
    private static final String TRACEPARENT = "traceparent";
    private static final String SPAN = TraceFilter.class.getName();

    private final Tracing tracing;

    TraceFilter(Tracing tracing) {
        this.tracing = tracing;
    }

    @ServerRequestFilter
    public void begin(ContainerRequestContext request, ResourceInfo route) {
        var told = request.getHeaderString(TRACEPARENT);
        var parent = Tracing.of(told == null ? Map.of() : Map.of(TRACEPARENT, told));
        if (parent.isValid()) {
            MDC.put("traceId", parent.getTraceId());
            request.setProperty(SPAN, tracing.serving(parent, request.getMethod(), template(route)));
        }
    }

    @ServerResponseFilter
    public void end(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(SPAN) instanceof Span span) {
            span.setAttribute("http.response.status_code", response.getStatus());
            if (response.getStatus() >= 500) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
        }
    }

    private static String template(ResourceInfo route) {
        return path(route.getResourceClass().getAnnotation(Path.class))
                + path(route.getResourceMethod().getAnnotation(Path.class));
    }

    private static String path(Path annotation) {
        return Optional.ofNullable(annotation)
                .map(Path::value)
                .map(path -> path.startsWith("/") ? path : "/" + path)
                .orElse("");
    }
}
