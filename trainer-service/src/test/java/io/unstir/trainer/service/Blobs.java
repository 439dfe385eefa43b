package io.unstir.trainer.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The storage service's blob routes over a map. */
final class Blobs implements AutoCloseable {
    private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
    private final HttpServer server;

    Blobs() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/blobs/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Set<String> digests() {
        return stored.keySet();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String sha256 = exchange.getRequestURI().getPath().substring("/blobs/".length());
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean known = stored.containsKey(sha256);
        if (exchange.getRequestMethod().equals("PUT")) {
            stored.put(sha256, body);
            exchange.sendResponseHeaders(known ? 200 : 201, -1);
        } else {
            exchange.sendResponseHeaders(known ? 200 : 404, -1);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
