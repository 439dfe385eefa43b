package io.unstir.gateway.trace;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.util.Optional;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Gives each request its span, and its log lines the trace's id. */
@Singleton
class TraceFilter {
    /** Before it is known who calls, so that those who are refused have one too. */
    private static final int FIRST = 100;

    private static final TextMapGetter<ContainerRequestContext> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(ContainerRequestContext request) {
            return request.getHeaders().keySet();
        }

        @Override
        public String get(ContainerRequestContext request, String name) {
            return request.getHeaderString(name);
        }
    };

    private final Tracing tracing;
    private final RequestTrace trace;

    TraceFilter(Tracing tracing, RequestTrace trace) {
        this.tracing = tracing;
        this.trace = trace;
    }

    @ServerRequestFilter(priority = FIRST)
    public void begin(ContainerRequestContext request, ResourceInfo route) {
        String path = template(route);
        trace.begin(tracing.begin(request.getMethod() + " " + path, request, HEADERS));
        trace.span().setAttribute("http.request.method", request.getMethod()).setAttribute("http.route", path);
        MDC.put("traceId", trace.span().getSpanContext().getTraceId());
    }

    /** Of a stream of events, when it begins to flow. */
    @ServerResponseFilter
    public void end(ContainerResponseContext response) {
        trace.span().setAttribute("http.response.status_code", response.getStatus());
        if (response.getStatus() >= 500) {
            trace.span().setStatus(StatusCode.ERROR);
        }
        trace.span().end();
    }

    private static String template(ResourceInfo route) {
        String resource = path(route.getResourceClass().getAnnotation(Path.class));
        return resource + path(route.getResourceMethod().getAnnotation(Path.class));
    }

    private static String path(Path annotation) {
        return Optional.ofNullable(annotation)
                .map(Path::value)
                .map(path -> path.startsWith("/") ? path : "/" + path)
                .orElse("");
    }
}
