package io.unstir.gateway.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Reads from the storage service, and brings it files. Ids are checked by the callers, so a path is what it looks like. */
@Singleton
public class StorageClient {
    private static final Logger LOG = Logger.getLogger(StorageClient.class);
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    /** What they do never waits: callers do, on threads of their own. */
    private static final int THREADS = 8;

    private final GatewayConfig.Storage config;
    private final ObjectMapper json;
    private final HttpClient http;

    StorageClient(GatewayConfig config, ObjectMapper json) {
        this.config = config.storage();
        this.json = json;
        this.http = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .connectTimeout(config.storage().connectTimeout())
                // Its own pool grows by a thread for each answer that comes while all are busy.
                .executor(Executors.newFixedThreadPool(
                        THREADS,
                        Thread.ofPlatform().name("storage-", 0).daemon().factory()))
                .build();
    }

    public Optional<JsonNode> job(String tenant, String id) {
        return document(of(tenant, "/jobs/" + id));
    }

    /** A job with its events after a place, and how far storage has read; it answers also where it does not know the job. */
    public JsonNode jobEvents(String tenant, String id, Optional<String> after) {
        String path = of(tenant, "/jobs/" + id + "/events")
                + after.map(place -> "&after=" + place).orElse("");
        return document(path).orElseThrow(() -> unavailable(path, "status 404"));
    }

    /** A page of what the tenant has. */
    public JsonNode list(String path, String tenant, Map<String, String> filter) {
        var query = new StringBuilder(of(tenant, path));
        filter.forEach(
                (name, value) -> query.append('&').append(name).append('=').append(URLEncoder.encode(value, UTF_8)));
        return document(query.toString()).orElseThrow(() -> unavailable(path, "status 404"));
    }

    public Optional<JsonNode> training(String tenant, String id) {
        return document(of(tenant, "/trainings/" + id));
    }

    /** A page of trainings, newest first; empty where that is no cursor. */
    public Optional<JsonNode> trainings(String tenant, int limit, Optional<String> cursor) {
        String path = of(tenant, "/trainings") + "&limit=" + limit
                + cursor.map(text -> "&cursor=" + URLEncoder.encode(text, UTF_8))
                        .orElse("");
        return document(path, BAD_REQUEST);
    }

    /** A training and its events after that offset. */
    public Optional<JsonNode> trainingEvents(String tenant, String id, long after) {
        return document(of(tenant, "/trainings/" + id + "/events") + "&after=" + after);
    }

    /** What is known of an image that a job of the tenant made; empty for a blob that is none. */
    public Optional<JsonNode> image(String tenant, String sha256) {
        return document(of(tenant, "/images/" + sha256));
    }

    /** What an image that a job of the tenant made comes from. */
    public Optional<JsonNode> lineage(String tenant, String sha256) {
        return document(of(tenant, "/images/%s/lineage".formatted(sha256)));
    }

    /** All that is needed to run a job of the tenant again. */
    public Optional<JsonNode> jobRun(String tenant, String id) {
        return document(of(tenant, "/jobs/%s/run".formatted(id)));
    }

    /** The jobs of every tenant that have not ended, and how far storage has read; empty where storage is too old to tell. */
    public Optional<JsonNode> openJobs() {
        return document("/open-jobs");
    }

    /** A job of the tenant that makes an image again, and what came of it. */
    public Optional<JsonNode> verification(String tenant, String job) {
        return document(of(tenant, "/verifications/" + job));
    }

    /** How many jobs of the tenant wait, and which samplers took its newest. */
    public JsonNode system(String tenant) {
        String path = of(tenant, "/system");
        return document(path).orElseThrow(() -> unavailable(path, "status 404"));
    }

    /** What the dashboards show of the tenant's jobs. */
    public JsonNode figures(String tenant) {
        String path = of(tenant, "/system/figures");
        return document(path).orElseThrow(() -> unavailable(path, "status 404"));
    }

    /** Whether the service runs, be it without its database. */
    public boolean isAlive() {
        try {
            var request =
                    request("/q/health/live").timeout(config.connectTimeout()).build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Bytes that a job or training of the tenant made, or that it uploaded. */
    public Optional<Blob> blob(String tenant, String sha256) {
        return get(of(tenant, "/blobs/" + sha256))
                .map(response -> new Blob(response.body(), response.headers().firstValueAsLong("Content-Length")));
    }

    /** Whether {@link #blob} would be there. */
    public boolean hasBlob(String tenant, String sha256) {
        String path = of(tenant, "/blobs/" + sha256);
        var request = request(path).timeout(config.timeout()).HEAD().build();
        var response = send(path, request, BodyHandlers.discarding());
        return switch (response.statusCode()) {
            case 200 -> true;
            case 404 -> false;
            default -> throw unavailable(path, "status " + response.statusCode());
        };
    }

    /** Returns false where the tenant had the blob already. */
    public boolean putBlob(String tenant, String sha256, long length, Supplier<InputStream> bytes) {
        String path = of(tenant, "/blobs/" + sha256);
        var body = BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(bytes), length);
        var request = request(path).timeout(config.uploadTimeout()).PUT(body).build();
        var response = send(path, request, BodyHandlers.discarding());
        return switch (response.statusCode()) {
            case 201 -> true;
            case 200 -> false;
            case 507 -> throw full(path);
            default -> throw unavailable(path, "status " + response.statusCode());
        };
    }

    /** Storage shows a tenant nothing of another. */
    private static String of(String tenant, String path) {
        return path + "?tenant=" + URLEncoder.encode(tenant, UTF_8);
    }

    private Optional<JsonNode> document(String path) {
        return document(path, NOT_FOUND);
    }

    /** @param empty the status that is no failure */
    private Optional<JsonNode> document(String path, int empty) {
        return get(path, empty).map(response -> {
            try (InputStream body = response.body()) {
                return json.readTree(body);
            } catch (IOException e) {
                throw unavailable(path, e.toString());
            }
        });
    }

    private Optional<HttpResponse<InputStream>> get(String path) {
        return get(path, NOT_FOUND);
    }

    private Optional<HttpResponse<InputStream>> get(String path, int empty) {
        var request = request(path).timeout(config.timeout()).build();
        var response = send(path, request, BodyHandlers.ofInputStream());
        if (response.statusCode() == 200) {
            return Optional.of(response);
        }
        discard(path, response.body());
        if (response.statusCode() == empty) {
            return Optional.empty();
        }
        throw unavailable(path, "status " + response.statusCode());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(config.url().resolve(path));
    }

    private <T> HttpResponse<T> send(String path, HttpRequest request, BodyHandler<T> body) {
        try {
            return http.send(request, body);
        } catch (IOException e) {
            throw unavailable(path, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(path, e.toString());
        }
    }

    private static void discard(String path, InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw unavailable(path, e.toString());
        }
    }

    private static ProblemException full(String path) {
        LOG.errorf("storage is full code=storage-full path=%s", path);
        return new ProblemException(
                ProblemCode.STORAGE_FULL, "There is no space left for the file; nothing of it was kept");
    }

    private static ProblemException unavailable(String path, String cause) {
        LOG.warnf("storage did not answer code=storage-unavailable path=%s cause=%s", path, cause);
        return new ProblemException(
                ProblemCode.STORAGE_UNAVAILABLE, "The storage service did not answer; send the request again");
    }
}
