package io.unstir.sampler.blob;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The storage service's content-addressed bytes over HTTP. */
public final class BlobStore implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration PING_TIMEOUT = Duration.ofSeconds(2);
    private static final String NO_BLOB = "0".repeat(64);
    private static final Pattern TENANT = Pattern.compile("[\\x21-\\x7e]{1,100}");
    private static final Duration[] TIMES = {
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NOT_FOUND = 404;
    private static final int SERVER_ERROR = 500;

    private final URI base;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    private final Timer puts;
    private final Timer gets;

    /**
     * @param base of the storage service, for example {@code http://127.0.0.1:7601}
     * @param meters time its answers
     */
    public BlobStore(URI base, MeterRegistry meters) {
        this.base = base;
        this.puts = timer("put", meters);
        this.gets = timer("get", meters);
    }

    private static Timer timer(String operation, MeterRegistry meters) {
        return Timer.builder("unstir.blob")
                .description("Storage's answer about a blob; of a get, until its first byte")
                .tag("operation", operation)
                .serviceLevelObjectives(TIMES)
                .register(meters);
    }

    /**
     * Returns when the store has the bytes.
     *
     * @param tenant whose they are; what can be no tenant's name owns nothing
     * @throws IOException when it said something else
     */
    public void put(String sha256, byte[] bytes, String tenant) throws IOException, InterruptedException {
        var request = request(sha256 + owner(tenant), REQUEST_TIMEOUT)
                .PUT(BodyPublishers.ofByteArray(bytes))
                .build();
        int status = send(request, BodyHandlers.discarding(), puts).statusCode();
        if (status != OK && status != CREATED) {
            throw new IOException("the store answered %d to PUT of blob %s".formatted(status, sha256));
        }
    }

    /** The bytes as they come; not verified. @throws IOException when the store has none or can't be reached */
    public InputStream get(String sha256) throws IOException, InterruptedException {
        return find(sha256).orElseThrow(() -> new IOException("the store has no blob " + sha256));
    }

    /** The bytes as they come, not verified; empty where the store says it has none. @throws IOException when it can't be reached */
    public Optional<InputStream> find(String sha256) throws IOException, InterruptedException {
        var request = request(sha256, REQUEST_TIMEOUT).GET().build();
        var response = send(request, BodyHandlers.ofInputStream(), gets);
        if (response.statusCode() == OK) {
            return Optional.of(response.body());
        }
        response.body().close();
        if (response.statusCode() == NOT_FOUND) {
            return Optional.empty();
        }
        throw new IOException("the store answered %d to GET of blob %s".formatted(response.statusCode(), sha256));
    }

    /** Whether the store answers at all. */
    public boolean reachable() throws InterruptedException {
        try {
            var request = request(NO_BLOB, PING_TIMEOUT).method("HEAD", BodyPublishers.noBody());
            return http.send(request.build(), BodyHandlers.discarding()).statusCode() < SERVER_ERROR;
        } catch (IOException e) {
            return false;
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body, Timer timer)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        var response = http.send(request, body);
        timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        return response;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private static String owner(String tenant) {
        return TENANT.matcher(tenant).matches() ? "?tenant=" + URLEncoder.encode(tenant, UTF_8) : "";
    }

    private HttpRequest.Builder request(String blob, Duration timeout) {
        String root = base.toString();
        String slash = root.endsWith("/") ? "" : "/";
        var request = HttpRequest.newBuilder(URI.create(root + slash + "blobs/" + blob))
                .timeout(timeout);
        W3CTraceContextPropagator.getInstance().inject(Context.current(), request, HttpRequest.Builder::header);
        return request;
    }
}
