package io.unstir.trainer.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** The storage service's content-addressed bytes over HTTP. */
public final class BlobStore implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(5);
    private static final Pattern TENANT = Pattern.compile("[\\x21-\\x7e]{1,100}");
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final URI base;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    /** @param base of the storage service, for example {@code http://127.0.0.1:7601} */
    public BlobStore(URI base) {
        this.base = base;
    }

    /**
     * Stores a file unless it is there already.
     *
     * @throws IOException when another try may do
     * @throws BundleException when the store refuses the file
     */
    public void put(String sha256, Path file) throws IOException, InterruptedException {
        putAt(sha256, file);
    }

    /**
     * The same for a tenant, who may read it then; what can be no tenant's name owns nothing.
     *
     * @throws IOException when another try may do
     * @throws BundleException when the store refuses the file
     */
    public void put(String sha256, Path file, String tenant) throws IOException, InterruptedException {
        boolean owned = TENANT.matcher(tenant).matches();
        putAt(owned ? sha256 + "?tenant=" + URLEncoder.encode(tenant, UTF_8) : sha256, file);
    }

    private void putAt(String blob, Path file) throws IOException, InterruptedException {
        int head = status(request(blob).method("HEAD", BodyPublishers.noBody()));
        if (head == OK) {
            return;
        }
        if (head != NOT_FOUND) {
            throw refusal(head, blob);
        }
        int put = status(request(blob).PUT(BodyPublishers.ofFile(file)));
        if (put != OK && put != CREATED) {
            throw refusal(put, blob);
        }
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpRequest.Builder request(String blob) {
        String root = base.toString();
        String slash = root.endsWith("/") ? "" : "/";
        return HttpRequest.newBuilder(URI.create(root + slash + "blobs/" + blob))
                .timeout(REQUEST_TIMEOUT);
    }

    private int status(HttpRequest.Builder request) throws IOException, InterruptedException {
        int status = http.send(request.build(), BodyHandlers.discarding()).statusCode();
        if (status >= SERVER_ERROR || status == TOO_MANY_REQUESTS) {
            throw new IOException("the storage service answered " + status);
        }
        return status;
    }

    private static BundleException refusal(int status, String blob) {
        return new BundleException("The storage service answered " + status + " for blob " + blob);
    }
}
