package io.unstir.gateway.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.unstir.proto.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The storage service over plain maps: what a tenant has at a path is served to it there, the rest is 404. A blob that is put
 * over HTTP must have the digest in its path. Who asks without a tenant is refused.
 */
final class StorageServer implements AutoCloseable {
    /** The topic of events, read to its end. */
    static final String EVERYTHING = readToTheEnd(Topic.JOB_EVENTS);

    /** The topics of jobs, read to their ends. */
    static final String ALL_SUBMISSIONS = Topic.OF_JOBS.stream()
            .map(topic -> "\"%s\":{%s}".formatted(topic.topicName(), readToTheEnd(topic)))
            .collect(joining(","));

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of connections that come at once. */
    private static final int MOST_WAITING = 1_024;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private volatile boolean full;
    private volatile byte[] openJobs;
    private final Map<String, byte[]> documents = new ConcurrentHashMap<>();

    StorageServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), MOST_WAITING);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    private static String readToTheEnd(Topic topic) {
        return IntStream.range(0, topic.partitions())
                .mapToObj(partition -> "\"%d\":%d".formatted(partition, Long.MAX_VALUE))
                .collect(joining(","));
    }

    void put(String path, byte[] document) {
        put("default", path, document);
    }

    void put(String tenant, String path, byte[] document) {
        documents.put(tenant + path, document);
    }

    void remove(String path) {
        documents.remove("default" + path);
    }

    void putIfAbsent(String tenant, String path, byte[] document) {
        documents.putIfAbsent(tenant + path, document);
    }

    Optional<byte[]> find(String path) {
        return Optional.ofNullable(documents.get("default" + path));
    }

    /** What a gateway that starts is told of everybody's jobs; null for a storage that cannot tell. */
    void openJobs(String document) {
        openJobs = document == null ? null : document.getBytes(UTF_8);
    }

    /** A full disk takes nothing and gives what it has. */
    void full(boolean now) {
        full = now;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/q/health/live" -> end(exchange, new byte[] {'{', '}'});
            case "/open-jobs" -> end(exchange, openJobs);
            default -> serveTenant(exchange);
        }
    }

    private static void end(HttpExchange exchange, byte[] document) throws IOException {
        try (exchange) {
            give(exchange, document);
        }
    }

    private void serveTenant(HttpExchange exchange) throws IOException {
        String path = tenant(exchange) + exchange.getRequestURI().getPath();
        try (exchange) {
            switch (exchange.getRequestMethod()) {
                case "PUT" -> exchange.sendResponseHeaders(store(path, exchange.getRequestBody()), -1);
                case "HEAD" -> exchange.sendResponseHeaders(documents.containsKey(path) ? 200 : 404, -1);
                default -> give(exchange, document(path, exchange.getRequestURI()));
            }
        }
    }

    private static String tenant(HttpExchange exchange) {
        return Stream.of(exchange.getRequestURI().getQuery().split("&"))
                .filter(parameter -> parameter.startsWith("tenant="))
                .map(parameter -> parameter.substring("tenant=".length()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no tenant in " + exchange.getRequestURI()));
    }

    private int store(String path, InputStream body) throws IOException {
        byte[] bytes = body.readAllBytes();
        if (!path.endsWith("/blobs/" + sha256(bytes))) {
            return 400;
        }
        if (full) {
            return 507;
        }
        return documents.put(path, bytes) == null ? 201 : 200;
    }

    private byte[] document(String path, URI uri) throws IOException {
        if (path.contains("/jobs/") && path.endsWith("/events") && !documents.containsKey(path)) {
            return events(path);
        }
        var document = documents.get(path);
        return document != null && path.contains("/trainings/") && path.endsWith("/events")
                ? after(uri, document)
                : document;
    }

    /** A training's events that a watcher does not know yet. */
    private static byte[] after(URI uri, byte[] document) throws IOException {
        long after = Long.parseLong(uri.getQuery().replaceAll(".*after=", ""));
        var history = (ObjectNode) JSON.readTree(document);
        var all = history.putArray("events");
        JSON.readTree(document).get("events").forEach(event -> {
            if (event.get("offset").longValue() > after) {
                all.add(event);
            }
        });
        return JSON.writeValueAsBytes(history);
    }

    /** A job as of its document, with nothing read of the topic of events and everything of that of jobs. */
    private byte[] events(String path) {
        var job = documents.get(path.substring(0, path.lastIndexOf('/')));
        var text = job == null ? "null" : new String(job, UTF_8);
        return "{\"job\":%s,\"attempt\":0,\"events\":[],\"complete\":true,\"read_to\":{},\"submissions_read_to\":{%s}}"
                .formatted(text, ALL_SUBMISSIONS)
                .getBytes(UTF_8);
    }

    private static void give(HttpExchange exchange, byte[] document) throws IOException {
        exchange.sendResponseHeaders(document == null ? 404 : 200, document == null ? -1 : document.length);
        if (document != null) {
            exchange.getResponseBody().write(document);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
