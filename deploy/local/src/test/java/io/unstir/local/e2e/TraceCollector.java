package io.unstir.local.e2e;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** Takes spans over OTLP/HTTP as a collector does. */
final class TraceCollector implements AutoCloseable {
    private final HttpServer server;
    private final List<Told> spans = new CopyOnWriteArrayList<>();

    /** A span and who told of it. */
    record Told(String service, Span span) {
        String trace() {
            return hex(span.getTraceId());
        }

        String id() {
            return hex(span.getSpanId());
        }

        /** Empty for the first one of a trace. */
        String parent() {
            return hex(span.getParentSpanId());
        }

        String name() {
            return service + ": " + span.getName();
        }

        private static String hex(ByteString bytes) {
            return HexFormat.of().formatHex(bytes.toByteArray());
        }
    }

    TraceCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What was told of one trace so far. */
    List<Told> trace(String id) {
        return spans.stream().filter(span -> span.trace().equals(id)).toList();
    }

    /** The trace of the request that submitted a job. */
    Optional<String> ofJob(String jobId) {
        return spans.stream()
                .filter(told -> told.service().equals("unstir-gateway"))
                .filter(told -> told.span().getAttributesList().stream().anyMatch(it -> names(it, jobId)))
                .map(Told::trace)
                .findFirst();
    }

    private static boolean names(KeyValue attribute, String jobId) {
        return attribute.getKey().equals("unstir.job.id")
                && attribute.getValue().getStringValue().equals(jobId);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange;
                var body = body(exchange)) {
            for (var resource : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
                var service = resource.getResource().getAttributesList().stream()
                        .filter(attribute -> attribute.getKey().equals("service.name"))
                        .map(attribute -> attribute.getValue().getStringValue())
                        .findFirst()
                        .orElse("");
                resource.getScopeSpansList().stream()
                        .flatMap(scope -> scope.getSpansList().stream())
                        .forEach(span -> spans.add(new Told(service, span)));
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static InputStream body(HttpExchange exchange) throws IOException {
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        return packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
