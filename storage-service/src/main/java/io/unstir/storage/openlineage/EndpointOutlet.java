package io.unstir.storage.openlineage;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An HTTP address that takes a run event with each POST, as OpenLineage's servers do. */
final class EndpointOutlet implements Outlet {
    /** What is said of the document; every other failure may be one of configuration or of the moment. */
    private static final Set<Integer> REFUSALS = Set.of(400, 409, 413, 422);

    private final URI address;
    private final Optional<String> token;
    private final Duration timeout;
    private final HttpClient http;

    EndpointOutlet(URI address, Optional<String> token, Duration timeout) {
        if (!Set.of("http", "https").contains(String.valueOf(address.getScheme())) || address.getHost() == null) {
            throw new IllegalArgumentException(
                    "unstir.lineage.endpoint.url is %s, must be an absolute http or https URL".formatted(address));
        }
        this.address = address;
        this.token = token;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    @Override
    public String name() {
        return "endpoint";
    }

    @Override
    public int atOnce() {
        return 1;
    }

    @Override
    public void send(List<Message> messages) throws IOException, InterruptedException {
        for (var message : messages) {
            post(message);
        }
    }

    private void post(Message message) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(message.json()));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        int status = http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
        if (REFUSALS.contains(status)) {
            throw new RefusedException("%s: status %d".formatted(message.id(), status));
        }
        if (status / 100 != 2) {
            throw new IOException("status " + status);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
