package io.unstir.gateway.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;

/** Somebody's web server that webhooks go to. */
final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final IntUnaryOperator answers;
    private volatile Optional<String> retryAfter = Optional.empty();

    /** A request as it came. */
    record Received(Instant at, HttpHeaders headers, String body) {
        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    /** @param answers the number of a request, from 0, to the status that answers it; may block */
    Receiver(String address, IntUnaryOperator answers) throws IOException {
        this.answers = answers;
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    static Receiver answering(IntUnaryOperator answers) throws IOException {
        return new Receiver("127.0.0.1", answers);
    }

    /** Has every answer say when to come again. */
    Receiver withRetryAfter(String seconds) {
        retryAfter = Optional.of(seconds);
        return this;
    }

    String url() {
        return "http://%s:%d/hook"
                .formatted(
                        server.getAddress().getHostString(), server.getAddress().getPort());
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes());
            int number;
            synchronized (this) {
                number = received.size();
                received.add(new Received(
                        Instant.now(), HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true), body));
            }
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/elsewhere");
            retryAfter.ifPresent(seconds -> exchange.getResponseHeaders().set("Retry-After", seconds));
            exchange.sendResponseHeaders(answers.applyAsInt(number), -1);
        }
    }
}
