package io.unstir.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.unstir.local.e2e.GeneratedRequests.Request;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.sessions.JqwikSession;

/** Sends what {@link GeneratedRequests} make to a gateway: none may fail it, and it answers as its document says. */
final class RequestStorm {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final URI gateway;
    private final JsonNode document;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Integer> answers = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();

    RequestStorm(URI gateway) {
        this.gateway = gateway;
        this.document = json(get("/q/openapi?format=json"));
    }

    /**
     * Until so many were sent or the time is over.
     *
     * @param known ids, digests and names that there are
     */
    void rage(int requests, Duration atMost, List<String> known) {
        long seed = Long.getLong("unstir.storm.seed", new Random().nextLong());
        System.out.printf("requests generated with -Dunstir.storm.seed=%d%n", seed);
        var random = new Random(seed);
        long end = System.nanoTime() + atMost.toNanos();
        JqwikSession.run(() -> {
            var requested = new GeneratedRequests(document, known).any().generator(1_000, true);
            for (int i = 0; i < requests && System.nanoTime() < end; i++) {
                send(requested.next(random).value());
            }
        });
        System.out.println("answers: " + answers);
        assertThat(failures).as("with -Dunstir.storm.seed=%d", seed).isEmpty();
        assertThat(answers).containsKeys("200", "400", "404");
    }

    private void send(Request request) {
        var sent = HttpRequest.newBuilder(gateway.resolve(request.path())).timeout(PATIENCE);
        request.headers().forEach(sent::header);
        sent.method(
                request.method(),
                request.body().map(BodyPublishers::ofByteArray).orElse(BodyPublishers.noBody()));
        try {
            var response = http.send(sent.build(), BodyHandlers.ofInputStream());
            try (var body = response.body()) {
                judge(request, response, body);
            }
        } catch (HttpTimeoutException e) {
            // A client that waits for a job's end: the document says how long. It has hung up now.
            answers.merge("none in time", 1, Integer::sum);
            if (!waits(request)) {
                failures.add("no answer in time: " + request);
            }
        } catch (IOException e) {
            failures.add(e + ": " + request);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void judge(Request request, HttpResponse<InputStream> response, InputStream body) throws IOException {
        int status = response.statusCode();
        answers.merge(Integer.toString(status), 1, Integer::sum);
        // Streams of events do not end.
        boolean stream = type(response).equals("text/event-stream");
        String text = stream ? "" : new String(body.readAllBytes());
        if (status >= 500) {
            failures.add("%d for %s: %s".formatted(status, request, text));
        }
        if (!isDocumented(request, status, type(response), text.isEmpty())) {
            failures.add("%d as %s is not documented: %s".formatted(status, type(response), request));
        }
        if (status == 202) {
            cancel(text);
        }
    }

    private boolean isDocumented(Request request, int status, String type, boolean empty) {
        // A segment that makes the path another one, or that is refused before it is a path.
        boolean elsewhere = request.path().contains("%2F") || request.path().contains("%2E");
        if (elsewhere || status == 400 && type.isEmpty()) {
            return true;
        }
        var answer = document.at("/paths")
                .path(request.template())
                .path(request.method().toLowerCase())
                .path("responses")
                .path(Integer.toString(status));
        return !answer.isMissingNode() && (empty || answer.path("content").has(type));
    }

    /** What was accepted would keep the samplers busy for long. */
    private void cancel(String accepted) throws IOException {
        for (String path : json(accepted).findValuesAsText("cancel")) {
            var wish = HttpRequest.newBuilder(gateway.resolve(path))
                    .POST(BodyPublishers.noBody())
                    .build();
            try {
                assertThat(http.send(wish, BodyHandlers.discarding()).statusCode())
                        .isIn(200, 202);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static boolean waits(Request request) {
        return request.template().equals("/v1/images/generations")
                || request.headers().containsKey("Prefer");
    }

    private static String type(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
    }

    private String get(String path) {
        try {
            return http.send(HttpRequest.newBuilder(gateway.resolve(path)).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
