package io.unstir.gateway.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A client that reads a stream of server-sent events one by one. */
final class SseClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpResponse<InputStream> response;
    private final BufferedReader in;

    /** What was sent. A comment's name is a colon. */
    record Received(String name, Optional<String> id, String data) {
        JsonNode json() {
            try {
                return JSON.readTree(data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private SseClient(HttpResponse<InputStream> response) {
        this.response = response;
        this.in = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** @param headers names and values in turn */
    static SseClient open(Gateway gateway, String job, String... headers) throws IOException, InterruptedException {
        return at(gateway, "/v1/jobs/" + job + "/events", headers);
    }

    /** @param headers names and values in turn */
    static SseClient at(Gateway gateway, String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(gateway.uri(path));
        var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return new SseClient(http.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofInputStream()));
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    /** The next event or comment; empty where the stream has ended. */
    Optional<Received> next() throws IOException {
        String name = "message";
        Optional<String> id = Optional.empty();
        var data = new StringBuilder();
        boolean any = false;
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty() && any) {
                return Optional.of(new Received(name, id, data.toString()));
            }
            if (!line.isEmpty()) {
                any = true;
                var value = line.substring(line.indexOf(':') + 1).strip();
                switch (line.substring(0, line.indexOf(':'))) {
                    case "" -> name = ":";
                    case "event" -> name = value;
                    case "id" -> id = Optional.of(value);
                    case "data" -> data.append(value);
                    default -> throw new IllegalStateException("no field of an event stream: " + line);
                }
            }
        }
        return Optional.empty();
    }

    /** The next event, comments left out. */
    Received event() throws IOException {
        for (var event = next(); event.isPresent(); event = next()) {
            if (!event.get().name().equals(":")) {
                return event.get();
            }
        }
        throw new IllegalStateException("the stream has ended");
    }

    /** All events until the stream ends. */
    List<Received> rest() throws IOException {
        var all = new ArrayList<Received>();
        for (var event = next(); event.isPresent(); event = next()) {
            if (!event.get().name().equals(":")) {
                all.add(event.get());
            }
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
